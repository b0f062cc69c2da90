namespace Countersign.Tests.Unit.Conventions;

internal static class Found
{
    /// <summary>Fails with every finding on a line of its own.</summary>
    public static void Nothing(IEnumerable<string> findings)
    {
        var all = string.Join("\n", findings);
        Assert.True(all.Length == 0, all);
    }
}
