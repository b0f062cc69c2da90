using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Gate;
using FsCheck;
using FsCheck.Fluent;

namespace Countersign.Tests.Unit.Gate;

public sealed class CanonicalJsonProperties
{
    [Fact]
    public void Shuffling_members_changes_nothing() => Check(seed =>
    {
        var random = new Random(seed);
        var value = AnyJson.Make(random);
        return Canonical(value).AsSpan().SequenceEqual(Canonical(AnyJson.Shuffled(value, random)));
    });

    [Fact]
    public void Changing_one_leaf_changes_the_bytes() => Check(seed =>
    {
        var random = new Random(seed);
        var value = AnyJson.Make(random);
        return !Canonical(value).AsSpan().SequenceEqual(Canonical(AnyJson.WithOneLeafChanged(value, random)));
    });

    [Fact]
    public void Parsing_what_was_written_and_writing_it_again_changes_nothing() => Check(seed =>
    {
        var written = Canonical(AnyJson.Make(new Random(seed)));
        return CanonicalJson.Write(CanonicalJson.Parse(written)).AsSpan().SequenceEqual(written);
    });

    [Fact]
    public void What_is_written_says_the_same_as_what_was_given() => Check(seed =>
    {
        var value = AnyJson.Make(new Random(seed));
        return JsonNode.DeepEquals(value, JsonNode.Parse(Canonical(value)));
    });

    [Fact]
    public void Every_double_reads_back_as_itself() =>
        Prop.ForAll<double>(value => !double.IsFinite(value) || double.Parse(EcmaScriptNumber.Format(value), System.Globalization.CultureInfo.InvariantCulture) == value)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static void Check(Func<int, bool> law) => Prop.ForAll(law).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static byte[] Canonical(JsonNode value) => CanonicalJson.Write(JsonSerializer.SerializeToElement(value));
}
