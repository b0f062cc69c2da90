using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Countersign.Sandbox.Model;

/// <summary>The requests this model understands; README.md beside this file lists them.</summary>
internal static partial class Grammar
{
    private const string Repository = "(?<repo>[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]*[A-Za-z0-9_-])";

    private static readonly (Regex Form, Func<Match, Wish> Make)[] Rules =
    [
        Rule("say (?<text>\"[^\"]*\")", m => Wish.Say(Unquoted(m, "text"))),
        Rule("count to (?<n>\\d{1,4})", m => Wish.Say(string.Join(' ', Enumerable.Range(1, Number(m))))),
        Rule("call (?<tool>[A-Za-z0-9_-]+) with (?<json>\\{.*\\})", m => new Wish(m.Groups["tool"].Value, Json(m.Groups["json"].Value))),
        Rule("list (?:my |the |all )*repositories", _ => new Wish("github_list_repositories", [])),
        Rule($"list (?:the |all )*(?:(?<state>open|closed) )?issues of {Repository}", m => Listing("github_list_issues", m)),
        Rule($"list (?:the |all )*(?:(?<state>open|closed) )?pull requests of {Repository}", m => Listing("github_list_pull_requests", m)),
        Rule($"(?:show|read) issue #?(?<n>\\d+) of {Repository}", m => Numbered("github_get_issue", m)),
        Rule($"show the diff of pull request #?(?<n>\\d+) of {Repository}", m => Numbered("github_get_pull_request_diff", m)),
        Rule($"show the files of pull request #?(?<n>\\d+) of {Repository}", m => Numbered("github_list_pull_request_files", m)),
        Rule($"show the checks of pull request #?(?<n>\\d+) of {Repository}", m => Numbered("github_list_checks", m)),
        Rule($"show pull request #?(?<n>\\d+) of {Repository}", m => Numbered("github_get_pull_request", m)),
        Rule($"show (?:the )?commits of {Repository}(?: at (?<ref>\\S+))?", m => With(OfRepository("github_list_commits", m), "ref", m)),
        Rule($"show commit (?<ref>\\S+) of {Repository}", m => With(OfRepository("github_get_commit", m), "ref", m)),
        Rule($"read (?<path>\\S+) of {Repository}(?: at (?<ref>\\S+))?", m => With(With(OfRepository("github_get_contents", m), "path", m), "ref", m)),
        Rule($"merge pull request #?(?<n>\\d+) of {Repository}(?: by (?<method>merge|squash|rebase))?", m => With(Numbered("github_merge_pull_request", m), "method", m)),
        Rule($"create an issue in {Repository} titled (?<title>\"[^\"]*\")(?: saying (?<body>\"[^\"]*\"))?", m => With(With(OfRepository("github_create_issue", m), "title", m), "body", m)),
        Rule($"comment (?<body>\"[^\"]*\") on (?:issue|pull request) #?(?<n>\\d+) of {Repository}", m => With(Numbered("github_comment", m), "body", m)),
        Rule($"close issue #?(?<n>\\d+) of {Repository}(?<reason> as not planned)?", Close),
        Rule($"commit (?<files>\"[^\"]*\" to \\S+(?: and \"[^\"]*\" to \\S+)*) in {Repository} on branch (?<branch>\\S+) titled (?<title>\"[^\"]*\")"
            + "(?<pull> and open a pull request(?: titled (?<pulltitle>\"[^\"]*\"))?(?: into (?<base>\\S+))?)?", Commit),
    ];

    /// <summary>What to do, turn after turn; in each turn together. Null when it is no request of the grammar.</summary>
    public static List<List<Wish>>? Read(string message)
    {
        var turns = new List<List<Wish>>();
        foreach (var turn in Split(Plain(message), " and then "))
        {
            var wishes = new List<Wish>();
            foreach (var part in Split(turn, " and also "))
            {
                if (One(part, whole: true) is not { } wish) return null;
                wishes.Add(wish);
            }

            turns.Add(wishes);
        }

        return turns;
    }

    /// <summary>Requests that stand somewhere in a text: what an attacker's model takes for orders. Reading is not worth their while.</summary>
    public static IEnumerable<Wish> Hidden(string text)
    {
        foreach (var (form, make) in Rules)
        {
            foreach (Match match in form.Matches(Plain(text)))
            {
                if (make(match) is { Words: null } wish && !wish.Tool.Contains("_list_", StringComparison.Ordinal) && !wish.Tool.Contains("_get_", StringComparison.Ordinal))
                    yield return wish;
            }
        }
    }

    private static Wish? One(string part, bool whole)
    {
        var text = part.Trim().TrimEnd('.', '!', '?', ' ');
        if (text.StartsWith("please ", StringComparison.OrdinalIgnoreCase)) text = text[7..];
        foreach (var (form, make) in Rules)
        {
            var match = form.Match(text);
            if (match.Success && (!whole || match.Length == text.Length)) return make(match);
        }

        return null;
    }

    /// <summary>Splits outside of quotation marks.</summary>
    private static List<string> Split(string text, string by)
    {
        var parts = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            if (quoted || string.Compare(text, i, by, 0, by.Length, StringComparison.OrdinalIgnoreCase) != 0) continue;
            parts.Add(text[start..i]);
            start = i + by.Length;
            i = start - 1;
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static (Regex, Func<Match, Wish>) Rule(string form, Func<Match, Wish> make) =>
        (new Regex(form, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(2)), make);

    private static string Plain(string text) => text.Replace('“', '"').Replace('”', '"');

    private static string Unquoted(Match match, string group) => match.Groups[group].Value.Trim('"');

    private static int Number(Match match) => int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);

    private static Wish OfRepository(string tool, Match match) => new(tool, new JsonObject { ["repository"] = match.Groups["repo"].Value });

    private static Wish Listing(string tool, Match match)
    {
        var wish = OfRepository(tool, match);
        wish.Arguments["state"] = match.Groups["state"].Success ? match.Groups["state"].Value.ToLowerInvariant() : "open";
        return wish;
    }

    private static Wish Numbered(string tool, Match match)
    {
        var wish = OfRepository(tool, match);
        wish.Arguments["number"] = Number(match);
        return wish;
    }

    private static Wish With(Wish wish, string name, Match match)
    {
        if (match.Groups[name].Success) wish.Arguments[name] = Unquoted(match, name);
        if (name == "method" && match.Groups[name].Success) wish.Arguments[name] = match.Groups[name].Value.ToLowerInvariant();
        return wish;
    }

    private static Wish Close(Match match)
    {
        var wish = Numbered("github_close_issue", match);
        if (match.Groups["reason"].Success) wish.Arguments["reason"] = "not_planned";
        return wish;
    }

    private static Wish Commit(Match match)
    {
        var wish = OfRepository("github_commit_files", match);
        wish.Arguments["branch"] = match.Groups["branch"].Value;
        wish.Arguments["message"] = Unquoted(match, "title");
        wish.Arguments["files"] = new JsonArray([.. FileForm().Matches(match.Groups["files"].Value)
            .Select(f => new JsonObject { ["path"] = f.Groups["path"].Value, ["content"] = f.Groups["text"].Value })]);
        if (match.Groups["base"].Success) wish.Arguments["base"] = match.Groups["base"].Value;
        if (match.Groups["pull"].Success)
            wish.Arguments["pull_request"] = new JsonObject { ["title"] = Unquoted(match, match.Groups["pulltitle"].Success ? "pulltitle" : "title") };
        return wish;
    }

    private static JsonObject Json(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    [GeneratedRegex("\"(?<text>[^\"]*)\" to (?<path>\\S+)")]
    private static partial Regex FileForm();
}
