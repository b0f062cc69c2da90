namespace Countersign.Tests.Bench;

/// <summary>How much is measured. Targets are about the full sizes; <see cref="Smoke"/> shows that every figure comes about and says nothing of speed.</summary>
/// <param name="Callers">People who act.</param>
/// <param name="Calls">Inline actions, each beside a bare client's.</param>
/// <param name="LoadSeconds">Seconds of steady load.</param>
/// <param name="StoredActions">Actions in a person's partition, for the second size of what acts; 0 for none.</param>
/// <param name="Steps">Activity calls of one of the 256 instances.</param>
/// <param name="Instances">Instances that step at once.</param>
/// <param name="Few">Parked instances at first.</param>
/// <param name="Idle">Parked instances while the idle share of a core is measured.</param>
/// <param name="Many">Parked instances in the end.</param>
/// <param name="IdleSeconds">Seconds of that.</param>
/// <param name="Herd">Timers that fell due while the process was down.</param>
/// <param name="Runs">Runs whose model turns are measured.</param>
/// <param name="Turns">Model turns of one.</param>
/// <param name="Waiting">Approvals that are polled.</param>
/// <param name="PollSeconds">Seconds of that.</param>
/// <param name="Merges">Stepped-up merges.</param>
/// <param name="Starts">Cold starts of each kind.</param>
/// <param name="Views">Times the first view is opened; 0 leaves the figures of the web app out, which need a browser.</param>
/// <param name="Entries">Entries of the chain that is verified; a tenth of them first.</param>
/// <param name="Growth">Whether second sizes are measured that take their time.</param>
public sealed record Plan(
    int Callers, int Calls, int LoadSeconds, int StoredActions, int Steps, int Instances, int Few, int Idle, int Many, int IdleSeconds, int Herd, int Runs, int Turns,
    int Waiting, int PollSeconds, int Merges, int Starts, int Views, int Entries, bool Growth)
{
    public static Plan Full { get; } = new(
        Callers: 12, Calls: 1500, LoadSeconds: 20, StoredActions: 100_000, Steps: 60, Instances: 256, Few: 2_000, Idle: 20_000, Many: 200_000, IdleSeconds: 15,
        Herd: 20_000, Runs: 6, Turns: 52, Waiting: 80, PollSeconds: 15, Merges: 30, Starts: 7, Views: 15, Entries: 50_000,
        Growth: true);

    public static Plan Quick { get; } = Full with
    {
        Calls = 400, LoadSeconds = 6, StoredActions = 10_000, Steps = 40, IdleSeconds = 6, Runs = 3, PollSeconds = 6, Merges = 8, Starts = 3, Views = 5, Entries = 20_000,
        Growth = false,
    };

    public static Plan Smoke { get; } = new(
        Callers: 2, Calls: 10, LoadSeconds: 1, StoredActions: 0, Steps: 5, Instances: 8, Few: 10, Idle: 20, Many: 40, IdleSeconds: 1, Herd: 20, Runs: 1, Turns: 8,
        Waiting: 4, PollSeconds: 1, Merges: 1, Starts: 1, Views: 0, Entries: 200, Growth: true);
}
