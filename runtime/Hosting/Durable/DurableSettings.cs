using Countersign.Runtime.Durable;

namespace Countersign.Runtime.Hosting;

/// <summary>The engine's options from host.json's <c>extensions.durableTask</c>; storage providers are the real host's affair.</summary>
internal static class DurableSettings
{
    public static DurableOptions Read(HostJson json, RuntimeOptions options)
    {
        var durable = new DurableOptions
        {
            File = Path.Combine(options.Data, "runtime.db"),
            DefaultVersion = json.TextAt("extensions", "durableTask", "defaultVersion") ?? string.Empty,
            Match = Choice(json, "versionMatchStrategy", VersionMatch.None),
            Failure = Choice(json, "versionFailureStrategy", VersionFailure.Reject),
            MaxConcurrentActivities = Concurrency(json, "maxConcurrentActivityFunctions"),
            MaxConcurrentOrchestrators = Concurrency(json, "maxConcurrentOrchestratorFunctions"),
            DrainTime = options.Drain,
        };
        return json.TextAt("extensions", "durableTask", "overridableExistingInstanceStates") is null or "NonRunningStates"
            ? durable
            : throw new InvalidOperationException(
                "host.json: the local host protects live instances: overridableExistingInstanceStates has to be NonRunningStates.");
    }

    /// <summary>Ten a core where nothing is said, as on the real host.</summary>
    private static int Concurrency(HostJson json, string name) =>
        json.NumberAt("extensions", "durableTask", name) ?? 10 * Environment.ProcessorCount;

    private static T Choice<T>(HostJson json, string name, T otherwise)
        where T : struct, Enum =>
        json.TextAt("extensions", "durableTask", name) switch
        {
            null => otherwise,
            var text when Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) => Enum.Parse<T>(text, ignoreCase: true),
            var text => throw new InvalidOperationException(
                $"host.json: {name} is '{text}': give one of {string.Join(", ", Enum.GetNames<T>())}."),
        };
}
