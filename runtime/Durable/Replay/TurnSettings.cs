namespace Countersign.Runtime.Durable.Replay;

/// <summary>What every turn goes by.</summary>
internal sealed record TurnSettings(string DefaultVersion, TimeSpan MaximumTimerInterval);
