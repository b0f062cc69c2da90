namespace Countersign.Tests.Workflows;

/// <summary>The test assembly runs as an app of its own where a test ends or kills a process: <c>dotnet Countersign.Tests.Workflows.dll NAME …</c>.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["host", var json, var types, .. var rest] => Host.ChildHost.RunAsync(json, types, rest),
        _ => Task.FromResult(64),
    };
}
