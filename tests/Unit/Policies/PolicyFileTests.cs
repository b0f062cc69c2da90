using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Tests.Unit.Policies;

public sealed class PolicyFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_deployments_document_takes_the_place_of_the_one_that_ships()
    {
        File.WriteAllText(_file, """{"defaults":{"read":"deny","write":"allow","destructive":"allow","unknown":"deny"},"rules":[]}""");

        var set = await new DefaultPolicy(Options.Create(new PoliciesOptions { File = _file })).CurrentAsync(default, default);

        Assert.NotEqual(DefaultPolicy.Shipped.Version, set.Version);
        Assert.IsType<Decision.Allow>(set.Decide(ADeclaration.Of("github.comment", Risk.Write), FactsOf(Risk.Write)));
        Assert.IsType<Decision.Deny>(set.Decide(ADeclaration.Of("github.get_issue", Risk.Read), FactsOf(Risk.Read)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"defaults":{"read":"maybe","write":"allow","destructive":"allow","unknown":"deny"},"rules":[]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[],"more":1}""")]
    [InlineData("""{"defaults":{"read":7,"write":"allow","destructive":"allow","unknown":"deny"},"rules":[]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[{"id":"a:b","decision":"allow","when":{}}]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[null]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[{"id":"a","decision":0,"when":{}}]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[{"id":"a","decision":"0","when":{}}]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[{"id":"a","decision":"allow","when":{"risks":[0]}}]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[{"id":"a","decision":"allow","when":{"tools":[null]}}]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[{"id":"a","decision":"allow","when":{"risks":[9]}}]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[{"id":"a","decision":"allow","when":{"arguments":[null]}}]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[{"id":"a","decision":"allow","when":{"arguments":[{"path":"a","like":[null]}]}}]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[{"id":"a","decision":"deny","when":{"time":{"from":"09:00:00","until":"17:00:00","zone":"Europe/Atlantis"}}}]}""")]
    [InlineData("""{"defaults":{"read":"allow","write":"allow","destructive":"allow","unknown":"deny"},"rules":[{"id":"a","decision":"deny","when":{"time":{"from":"09:00:00","until":"17:00:00","days":[1]}}}]}""")]
    public void A_document_that_is_not_understood_stops_the_start(string text)
    {
        File.WriteAllText(_file, text);

        var result = new PoliciesOptionsValidator().Validate(null, new PoliciesOptions { File = _file });

        Assert.True(result.Failed);
        Assert.Contains("Policies:File", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_is_not_there_stops_the_start() =>
        Assert.True(new PoliciesOptionsValidator().Validate(null, new PoliciesOptions { File = _file + ".none" }).Failed);

    private static ActionFacts FactsOf(Risk risk) => new()
    {
        Principal = default, Tool = ToolName.Parse("github.comment"), Risk = risk, Agent = "direct", Connection = ConnectionName.Parse("github"), Door = "api",
        Present = true, Provenance = [], Now = DateTimeOffset.UnixEpoch,
    };
}
