using System.Text;
using System.Text.Json.Serialization;
using Countersign.Http;
using Microsoft.AspNetCore.Http;

namespace Countersign.Tests.Unit.Http;

public sealed partial class BodyTests
{
    [Theory]
    [InlineData("""{"name":"a","inner":{"count":1}}""", null, null)]
    [InlineData("""{"name":"a","inner":{"count":1},"more":1}""", "$.more", "unknown member")]
    [InlineData("""{"name":"a","name":"b","inner":{"count":1}}""", "$", "twice")]
    [InlineData("""{"name":"a"}""", "$", "'inner'")]
    [InlineData("""{"name":null,"inner":{"count":1}}""", "$.name", "null")]
    [InlineData("""{"name":"a","inner":{"count":"1"}}""", "$.inner.count", "wrong type")]
    [InlineData("""{"name":"a","inner":{"count":1}""", "$", "Not valid JSON")]
    [InlineData("""{"name":"a","inner":{"count":1}} x""", "$", "Not valid JSON")]
    [InlineData("""{"name":"a",/**/"inner":{"count":1}}""", "$", "Not valid JSON")]
    [InlineData("""{"tool":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],"arguments":{"repository":"\ud800acme/shop","number":1}}""", "$", "member")]
    [InlineData("""{"name":"\ud800","inner":{"count":1}}""", "$", "Not valid JSON")]
    [InlineData("null", "$", "null")]
    [InlineData("", "$", "Not valid JSON")]
    [InlineData("[]", "$", "wrong type")]
    public void A_body_is_read_strictly_and_the_problem_names_the_place(string json, string? path, string? says)
    {
        if (path is null)
        {
            Assert.Equal(new Outer("a", new Inner(1)), Body.Parse(Encoding.UTF8.GetBytes(json), TestJson.Default.Outer));
            return;
        }

        var problem = Assert.Throws<ProblemException>(() => Body.Parse(Encoding.UTF8.GetBytes(json), TestJson.Default.Outer)).Problem;
        Assert.Equal((400, "/problems/bad-body"), (problem.Status, problem.Type));
        Assert.StartsWith(path, problem.More!["path"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(says!, problem.Detail, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Countersign.", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_or_too_large_is_refused()
    {
        Assert.Equal(415, (await ProblemOf("text/plain", "{}")).Status);
        Assert.Equal(413, (await ProblemOf("application/json", new string(' ', Body.Most + 1))).Status);
    }

    [Fact]
    public void A_context_that_is_not_strict_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => Body.Parse("{}"u8, LooseJson.Default.Inner));

    [Fact]
    public void An_etag_survives_the_header_whatever_is_in_it()
    {
        var http = new DefaultHttpContext();
        ETagHeader.Set(http.Response, "W/\"datetime'2026'\"");
        http.Request.Headers.IfMatch = http.Response.Headers.ETag;
        Assert.Equal("W/\"datetime'2026'\"", ETagHeader.RequireIfMatch(http.Request));
        http.Request.Headers.IfMatch = "nonsense";
        Assert.Equal(412, Assert.Throws<ProblemException>(() => ETagHeader.RequireIfMatch(http.Request)).Problem.Status);
        http.Request.Headers.Remove("If-Match");
        Assert.Equal(428, Assert.Throws<ProblemException>(() => ETagHeader.RequireIfMatch(http.Request)).Problem.Status);
    }

    private static async Task<Problem> ProblemOf(string type, string body)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = type;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return (await Assert.ThrowsAsync<ProblemException>(() => Body.ReadAsync(http.Request, TestJson.Default.Inner, default))).Problem;
    }

    internal sealed record Outer(string Name, Inner Inner);

    internal sealed record Inner(int Count);

    [JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Outer))]
    internal sealed partial class TestJson : JsonSerializerContext;

    [JsonSerializable(typeof(Inner))]
    internal sealed partial class LooseJson : JsonSerializerContext;
}
