using System.Text.RegularExpressions;

namespace Countersign.Tests.Unit.Conventions;

/// <summary>Capabilities use what lies below them. Read from the sources, because the compiler forgets a using that a comment needed.</summary>
public sealed partial class ArrowTests
{
    /// <summary>From the ground up; rooms on one line do not use each other.</summary>
    private static readonly string[][] Floors =
    [
        ["Storage", "Egress"], ["Identity"], ["Http"], ["Policies", "Web"], ["Gate"], ["Vault"], ["Connectors"], ["Approvals"], ["Actions"], ["Runs", "Accounts"],
    ];

    /// <summary>What these use; everybody may use them.</summary>
    private static readonly Dictionary<string, string[]> ForAll = new()
    {
        ["Audit"] = ["Http", "Identity", "Egress", "Storage"],
        ["Telemetry"] = ["Egress"],
    };

    [Fact]
    public void A_capability_uses_only_what_lies_below_it()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.Files("functions", "*.cs"))
        {
            if (file.Split('/') is not [_, var room, _, ..]) continue;
            foreach (var used in Uses().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value).Distinct())
            {
                if (!MayUse(room, used)) wrong.Add($"{file} uses {used}: {room} lies below it. Move the type down, or give {used} an interface that it registers.");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Every_folder_of_the_app_has_its_floor() =>
        Found.Nothing(Directory.GetDirectories(Path.Combine(Repository.Root, "functions")).Select(path => Path.GetFileName(path))
            .Except(["bin", "obj", .. Floors.SelectMany(floor => floor), .. ForAll.Keys]));

    private static bool MayUse(string room, string used)
    {
        if (used == room || FloorOf(used) < 0 && !ForAll.ContainsKey(used)) return true;
        if (ForAll.TryGetValue(room, out var below)) return below.Contains(used);
        return ForAll.ContainsKey(used) || FloorOf(used) < FloorOf(room);
    }

    private static int FloorOf(string room) => Array.FindIndex(Floors, floor => floor.Contains(room));

    [GeneratedRegex("(?:using |using static |[^.\\w])Countersign\\.([A-Z][A-Za-z]+)")]
    private static partial Regex Uses();
}
