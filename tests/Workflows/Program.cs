namespace Countersign.Tests.Workflows;

/// <summary>The test assembly runs as an app of its own where a test ends or kills a process: <c>dotnet Countersign.Tests.Workflows.dll NAME …</c>.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["host", var json, var types, .. var rest] => Host.ChildHost.RunAsync(json, types, rest),
        ["store", var store, var folder, var synchronous] => Durability.StoreChild.RunAsync(store, folder, synchronous),
        ["hold", var store, var folder] => Durability.StoreChild.HoldAsync(store, folder),
        _ => Task.FromResult(64),
    };
}
