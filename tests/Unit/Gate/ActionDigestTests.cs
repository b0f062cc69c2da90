using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace Countersign.Tests.Unit.Gate;

public sealed class ActionDigestTests
{
    /// <summary>One line, broken here for reading; PRINCIPAL stands for the person.</summary>
    private const string Canonical = """
        {"account":"1001","agent":"direct","agentVersion":"1","arguments":{"method":"merge","number":7,"repository":"acme/shop"},
        "connection":"github","door":"api","effectKey":"effect-1","id":"act_00000000000000000000000000","principal":"PRINCIPAL",
        "project":null,"proposedAt":"2026-03-04T12:00:00+00:00","resolved":{"head":"4f2c","repository_id":42},
        "run":"run_00000000000000000000000000","tenant":"https://tenant.example/","tool":"github.merge_pull_request",
        "toolContract":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"}
        """;

    [Fact]
    public void The_bytes_under_the_digest_are_a_stored_format()
    {
        var expected = Canonical.ReplaceLineEndings("").Replace("PRINCIPAL", AnAction.Ada.Value, StringComparison.Ordinal);

        Assert.Equal(expected, Encoding.UTF8.GetString(ActionDigest.Canonical(AnAction.Merge())));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("countersign.action.v1\n" + expected))),
            ActionDigest.Of(AnAction.Merge()).Value);
    }

    [Fact]
    public void Reading_the_stored_action_back_gives_the_same_digest()
    {
        var stored = JsonSerializer.SerializeToUtf8Bytes(AnAction.Merge(), GateJson.Default.ProposedAction);

        var read = JsonSerializer.Deserialize(stored, GateJson.Default.ProposedAction)!;

        Assert.Equal(ActionDigest.Of(AnAction.Merge()), ActionDigest.Of(read));
    }

    [Fact]
    public void Every_member_is_under_the_digest()
    {
        var merge = AnAction.Merge();
        ProposedAction[] others =
        [
            merge with { Id = ActionId.From([.. Enumerable.Repeat((byte)1, 16)]) },
            merge with { Tenant = "https://other.example/" },
            merge with { Principal = PrincipalId.Of("https://tenant.example/", "auth0|bob") },
            merge with { Agent = "assistant" },
            merge with { AgentVersion = "2" },
            merge with { Run = RunId.From([.. Enumerable.Repeat((byte)1, 16)]) },
            merge with { Project = "shop" },
            merge with { Door = "chat" },
            merge with { Tool = ToolName.Parse("github.close_issue") },
            merge with { ToolContract = new string('d', 64) },
            merge with { Connection = ConnectionName.Parse("github-other") },
            merge with { Account = "1002" },
            merge with { Arguments = AnAction.Json("""{"repository":"acme/shop","number":8,"method":"merge"}""") },
            merge with { Resolved = AnAction.Json("""{"repository_id":42,"head":"4f2d"}""") },
            merge with { EffectKey = "effect-2" },
            merge with { ProposedAt = AnAction.Noon.AddTicks(1) },
        ];

        Assert.Equal(typeof(ProposedAction).GetProperties().Length, others.Length);
        Assert.Equal(others.Length + 1, others.Append(merge).Select(ActionDigest.Of).Distinct().Count());
    }

    [Fact]
    public void The_order_of_arguments_does_not_matter_and_each_leaf_does() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var arguments = AnyJson.Object(random);
            var merge = AnAction.Merge();
            var digest = ActionDigest.Of(merge with { Arguments = JsonSerializer.SerializeToElement(arguments) });
            return digest == ActionDigest.Of(merge with { Arguments = JsonSerializer.SerializeToElement(AnyJson.Shuffled(arguments, random)) })
                && digest != ActionDigest.Of(merge with { Arguments = JsonSerializer.SerializeToElement(AnyJson.WithOneLeafChanged(arguments, random)) });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
