using System.Text.Json.Nodes;

namespace Countersign.Sandbox.GitHub.Http;

/// <summary>GitHub's error bodies. The status stands in them as text.</summary>
internal static class Refusal
{
    private const string Docs = "https://docs.github.com/rest";

    public static Answer Basic(int status, string message, string? documentation = null) => new(status, new JsonObject
    {
        ["message"] = message,
        ["documentation_url"] = documentation ?? Docs,
        ["status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture),
    });

    public static Answer NotFound() => Basic(404, "Not Found");

    public static Answer NeedsAuthentication() => Basic(401, "Requires authentication");

    public static Answer BadCredentials() => Basic(401, "Bad credentials");

    public static Answer NotByIntegration() => Basic(403, "Resource not accessible by integration");

    public static Answer Archived() => Basic(403, "Repository was archived so is read-only.");

    public static Answer IssuesDisabled() => Basic(410, "Issues has been disabled in this repository.");

    public static Answer Deleted() => Basic(410, "This issue was deleted");

    public static Answer Empty() => Basic(409, "Git Repository is empty.");

    public static Answer Unprocessable(string message) => Basic(422, message);

    /// <summary>The shape of the body itself is wrong.</summary>
    public static Answer Shape(string sentence) => Basic(422, "Invalid request.\n\n" + sentence);

    public static Answer Missing(string field) => Shape($"\"{field}\" wasn't supplied.");

    public static Answer Invalid(string resource, string field, string code, string? message = null)
    {
        var error = new JsonObject { ["resource"] = resource, ["field"] = field, ["code"] = code };
        if (message is not null) error["message"] = message;
        return new(422, new JsonObject
        {
            ["message"] = "Validation Failed",
            ["errors"] = new JsonArray(error),
            ["documentation_url"] = Docs,
            ["status"] = "422",
        });
    }

    public static Answer Custom(string resource, string message) => new(422, new JsonObject
    {
        ["message"] = "Validation Failed",
        ["errors"] = new JsonArray(new JsonObject { ["resource"] = resource, ["code"] = "custom", ["message"] = message }),
        ["documentation_url"] = Docs,
        ["status"] = "422",
    });

    /// <summary>A renamed repository or a transferred issue: nothing was done.</summary>
    public static Answer Moved(int status, string location)
    {
        var answer = new Answer(status, new JsonObject
        {
            ["message"] = "Moved Permanently",
            ["url"] = location,
            ["documentation_url"] = "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects",
        });
        answer.Headers["Location"] = location;
        return answer;
    }
}
