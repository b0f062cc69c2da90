namespace Countersign.Runtime.Hosting;

/// <summary>What is kept of a timer's schedule across restarts.</summary>
/// <param name="Last">Start of the last run; null before the first.</param>
/// <param name="Next">The occurrence that is waited for.</param>
/// <param name="Updated">The instant from which <paramref name="Next"/> was computed.</param>
internal sealed record TimerRecord(DateTimeOffset? Last, DateTimeOffset Next, DateTimeOffset Updated);
