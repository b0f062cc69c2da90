using Countersign.Runtime.Durable;

namespace Countersign.Runtime.Hosting;

/// <summary>The engine's options from host.json's <c>extensions.durableTask</c>; settings of storage providers are the real host's affair.</summary>
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
            MaxConcurrentActivities = json.NumberAt("extensions", "durableTask", "maxConcurrentActivityFunctions") ?? 10 * Environment.ProcessorCount,
            MaxConcurrentOrchestrators = json.NumberAt("extensions", "durableTask", "maxConcurrentOrchestratorFunctions") ?? 10 * Environment.ProcessorCount,
            DrainTime = options.Drain,
        };
        return json.TextAt("extensions", "durableTask", "overridableExistingInstanceStates") is null or "NonRunningStates"
            ? durable
            : throw new InvalidOperationException("host.json: the local host protects live instances: overridableExistingInstanceStates has to be NonRunningStates.");
    }

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
