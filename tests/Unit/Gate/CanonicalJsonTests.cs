using System.Text;
using System.Text.Json;
using Countersign.Gate;

namespace Countersign.Tests.Unit.Gate;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void The_sample_of_the_RFC_comes_out_as_printed_there()
    {
        // RFC 8785 §3.2.2 and §3.2.4.
        const string input = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        const string expected = """
            {"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}
            """;

        Assert.Equal(expected, Canonical(input));
    }

    [Fact]
    public void Members_are_sorted_by_UTF16_code_units()
    {
        // RFC 8785 §3.2.3.
        const string input = """
            {
              "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """;

        var values = CanonicalJson.Parse(CanonicalJson.Write(CanonicalJson.Parse(input))).EnumerateObject().Select(m => m.Value.GetString());

        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
            values);
    }

    [Theory]
    [InlineData("""{"b":1,"a":{"d":[],"c":{}}}""", """{"a":{"c":{},"d":[]},"b":1}""")]
    [InlineData("[56,{\"d\":true,\"10\":null,\"1\":[ ]}]", """[56,{"1":[],"10":null,"d":true}]""")]
    [InlineData("""{"":"empty","A":1,"a":2,"aa":3}""", """{"":"empty","A":1,"a":2,"aa":3}""")]
    [InlineData("\"\\u007f\\u0080\\u2028<>&+\"", "\"\u007f\u0080\u2028<>&+\"")]
    [InlineData("-0", "0")]
    [InlineData("1.0", "1")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("1e21", "1e+21")]
    public void Structures_and_strings_have_one_form(string input, string expected) => Assert.Equal(expected, Canonical(input));

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "$: a name occurs twice.")]
    [InlineData("""{"a":{"b":1,"\u0062":1}}""", "$.a: a name occurs twice.")]
    [InlineData("""["\ud800"]""", "$[0]: the text has a lone surrogate or is not UTF-8.")]
    [InlineData("""["\udc00\ud800"]""", "$[0]: the text has a lone surrogate or is not UTF-8.")]
    [InlineData("""{"\udfff":1}""", "$: a name has a lone surrogate or is not UTF-8.")]
    [InlineData("""{"n":9007199254740992}""", "$.n: an integer beyond 9007199254740991; write it as a string.")]
    [InlineData("-9007199254740992", "$: an integer beyond 9007199254740991; write it as a string.")]
    [InlineData("9007199254740992.0", "$: an integer beyond 9007199254740991; write it as a string.")]
    [InlineData("1000000000000000000000000", "$: an integer beyond 9007199254740991; write it as a string.")]
    [InlineData("1e400", "$: the number is out of range.")]
    public void What_could_be_read_in_two_ways_is_refused_with_its_place(string input, string expected)
    {
        var refused = Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Parse(input));

        Assert.Equal(expected, refused.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("/**/1")]
    [InlineData("NaN")]
    [InlineData("01")]
    [InlineData("1 2")]
    public void What_is_not_JSON_is_refused(string input) => Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Parse(input));

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Parse(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }));

    [Fact]
    public void Nesting_ends_at_the_stated_depth()
    {
        Assert.Equal(Nested(CanonicalJson.MaxDepth), Canonical(Nested(CanonicalJson.MaxDepth)));
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Parse(Nested(CanonicalJson.MaxDepth + 1)));
    }

    [Fact]
    public void An_element_that_was_parsed_elsewhere_is_checked_before_it_is_written()
    {
        using var elsewhere = JsonDocument.Parse("""{"a":1,"a":2}""");

        Assert.Equal("$: a name occurs twice.", CanonicalJson.Refusal(elsewhere.RootElement));
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Write(elsewhere.RootElement));
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Write(default));
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Write(CanonicalJson.Parse(json)));
}
