using System.Text.RegularExpressions;
using Countersign.Scripts.Story;

namespace Countersign.Tests.EndToEnd.Live;

/// <summary>What every refusal must be: RFC 9457, with what to do, and nothing of our insides.</summary>
public static partial class ProblemAssert
{
    public static void Is(Reply reply, int status, string type)
    {
        Assert.True((int)reply.Status == status, $"{(int)reply.Status} instead of {status}: {reply.Json}");
        Assert.Equal("application/problem+json", reply.ContentType);
        Assert.Equal($"/problems/{type}", reply.Text("type"));
        Assert.Equal(status, reply.Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(reply.Text("title"));
        Assert.NotEmpty(reply.Text("detail"));
        Assert.DoesNotMatch(Insides(), reply.Json.ToString());
    }

    [GeneratedRegex(@"Exception|   at [A-Z]|\.cs:line|System\.|Countersign\.[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex Insides();
}
