using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Approvals;
using Countersign.Gate;
using FsCheck;
using FsCheck.Fluent;

namespace Countersign.Tests.Unit.Approvals;

public sealed class PhoneTextTests
{
    private static readonly PushCode Code = PushCode.Parse("7KQ2-9XWD");
    private static readonly Digest Digest = Digest.Parse(new string('a', 64));

    private static readonly ActionSummary Merge = new()
    {
        Verb = "Merge pull request",
        Identifiers = [new("Repository", "acme/shop"), new("Number", "7"), new("Head", "0a1b2c3")],
        FreeTexts = [new("Title", "Fix the till")],
        Url = "https://github.com/acme/shop/pull/7",
    };

    [Fact]
    public void The_binding_message_is_the_verb_and_the_code_in_characters_that_a_tenant_takes()
    {
        var message = Text(Merge).Message(Code);

        Assert.Equal("Merge pull request: 7KQ2-9XWD", message);
        Assert.Matches(new Regex("^[A-Za-z0-9 +\\-_.,:#]{1,64}$"), Text(Merge with { Verb = new string('V', 40) }).Message(Code));
    }

    [Fact]
    public void The_details_are_one_object_as_the_stock_app_draws_it()
    {
        Assert.Equal(
            """
            [{"type":"urn:auth0:schemas:authorization-details:v1:countersign-action","instruction":"Merge pull request","properties":{
            "repository":{"display":true,"name":"Repository","display_order":1,"value":"acme/shop"},
            "number":{"display":true,"name":"Number","display_order":2,"value":"7"},
            "head":{"display":true,"name":"Head","display_order":3,"value":"0a1b2c3"},
            "title":{"display":true,"name":"Title","display_order":4,"value":"12 characters: \u0022Fix the till\u0022"},
            "code":{"display":true,"name":"Code","display_order":5,"value":"7KQ2-9XWD"},
            "digest":{"display":false,"value":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}}]
            """.ReplaceLineEndings(""),
            Text(Merge).Details(Code));
    }

    [Theory]
    [InlineData("acme/sh\u043Ep", "acme/sh\\u{043E}p")] // a Cyrillic o
    [InlineData("main\u202Egnp.exe", "main\\u{202E}gnp.exe")] // turned round
    [InlineData("a\u200Bb", "a\\u{200B}b")] // of no width
    [InlineData("a\nApprove: yes", "a\\u{000A}Approve: yes")]
    [InlineData("a\\u{202E}", "a\\\\u{202E}")] // an escape that was typed
    [InlineData("\U0001F600", "\\u{1F600}")]
    [InlineData(" a ", "\\u{0020}a\\u{0020}")]
    [InlineData("", "(empty)")]
    public void A_hostile_name_reads_as_what_it_is(string name, string shown) => Assert.Equal(shown, PhoneEscape.Identifier(name));

    [Fact]
    public void Half_a_character_is_shown_by_its_number() => Assert.Equal("\\u{D800}x", PhoneEscape.Identifier("\uD800x"));

    [Theory]
    [InlineData("Überweisung, 送金", "Überweisung, 送金")]
    [InlineData("ok\u202E\u2066", "ok\\u{202E}\\u{2066}")]
    [InlineData("a\" and \"b", "a\\u{0022} and \\u{0022}b")]
    [InlineData("\u3164\u115F", "\\u{3164}\\u{115F}")] // letters that draw nothing
    public void Free_text_keeps_its_letters_and_loses_its_tricks(string text, string shown) => Assert.Equal(shown, PhoneEscape.FreeText(text));

    [Fact]
    public void Two_names_never_read_alike()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(), (a, b) =>
            (a.Get == b.Get || PhoneEscape.Identifier(a.Get) != PhoneEscape.Identifier(b.Get))
            && PhoneEscape.Identifier(a.Get).All(c => c is >= ' ' and <= '~')).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Free_text_is_its_length_and_its_first_line()
    {
        var long_ = new string('x', 500);

        Assert.Equal("17 characters: \"First line\"", Value(Merge with { FreeTexts = [new("Body", "First line\nsecond")] }, "body"));
        Assert.Equal($"500 characters: \"{new string('x', 60)}\" ...", Value(Merge with { FreeTexts = [new("Body", long_)] }, "body"));
        Assert.Equal("empty", Value(Merge with { FreeTexts = [new("Body", "")] }, "body"));
        Assert.InRange(Value(Merge with { FreeTexts = [new("Body", new string('\u202E', 100))] }, "body").Length, 1, PhoneText.LongestValue);
    }

    [Fact]
    public void An_identifier_is_never_cut()
    {
        Assert.Null(PhoneText.Of(Merge with { Identifiers = [new("Branch", new string('b', 161))] }, Digest, [], 160, out var advice));
        Assert.Contains("Split it", advice, StringComparison.Ordinal);

        Assert.Equal(new string('b', 160), Value(Merge with { Identifiers = [new("Branch", new string('b', 160))] }, "branch"));
        // What does not fit once it is escaped does not fit.
        Assert.Null(PhoneText.Of(Merge with { Identifiers = [new("Branch", new string('\u043E', 21))] }, Digest, [], 160, out _));
    }

    [Fact]
    public void More_than_a_phone_draws_is_denied_with_the_advice_to_split_it()
    {
        var many = Merge with { Identifiers = [.. Enumerable.Range(1, 8).Select(n => new SummaryField($"Path {n}", $"src/{n}.cs"))], FreeTexts = [] };

        Assert.NotNull(PhoneText.Of(many, Digest, [], 160, out _));
        Assert.Null(PhoneText.Of(many, Digest, ["github:acme/shop#3"], 160, out var advice));
        Assert.Contains("Split it", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_approval_names_the_source_that_prompted_it() =>
        Assert.Equal("github:acme/shop#3", Property(PhoneText.Of(Merge, Digest, ["github:acme/shop#3"], 160, out _)!, "source"));

    [Theory]
    [InlineData("\"acme/shop\"", "\"acme/shp\"")]
    [InlineData("sha256:aa", "sha256:ab")]
    [InlineData("7KQ2-9XWD", "7KQ2-9XWE")]
    [InlineData("\"display\":false", "\"display\":true")]
    [InlineData("countersign-action", "countersign-actions")]
    [InlineData("\"instruction\":\"Merge pull request\",", "")]
    [InlineData("\"head\":{", "\"head2\":{")]
    [InlineData("}}}]", "}},\"more\":1}]")]
    [InlineData("}}}]", "}}},{}]")]
    public void What_comes_back_is_compared_as_a_whole(string is_, string was)
    {
        var text = Text(Merge);
        var returned = text.Details(Code).Replace(is_, was, StringComparison.Ordinal);

        Assert.NotEqual(text.Details(Code), returned);
        Assert.False(text.IsWhatCameBack(JsonSerializer.Deserialize<JsonElement>(returned), Code));
    }

    [Fact]
    public void The_order_of_members_and_the_form_of_numbers_are_no_difference()
    {
        var text = Text(Merge);
        var returned = text.Details(Code)
            .Replace("\"display\":true,\"name\":\"Repository\",\"display_order\":1", "\"display_order\":1.0,\"name\":\"Repository\",\"display\":true", StringComparison.Ordinal);

        Assert.NotEqual(text.Details(Code), returned);
        Assert.True(text.IsWhatCameBack(JsonSerializer.Deserialize<JsonElement>(returned), Code));
    }

    private static PhoneText Text(ActionSummary summary) => PhoneText.Of(summary, Digest, [], 160, out _)!;

    private static string Value(ActionSummary summary, string key) => Property(Text(summary), key);

    private static string Property(PhoneText text, string key) =>
        JsonSerializer.Deserialize<JsonElement>(text.Details(Code))[0].GetProperty("properties").GetProperty(key).GetProperty("value").GetString()!;
}
