using System.Text.Json.Nodes;

namespace Countersign.Audit;

/// <summary>A <see cref="RunEvent"/> as stored under <c>event~</c>: the person's numbers have no gaps.</summary>
/// <param name="N">From 1.</param>
public sealed record NumberedEvent(long N, DateTimeOffset At, string Type, JsonNode Data, RunId? Run = null);
