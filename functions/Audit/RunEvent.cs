using System.Text.Json.Nodes;

namespace Countersign.Audit;

/// <summary>Something the person's stream tells at once.</summary>
/// <param name="Type"><c>run.state</c>, <c>text.delta</c>, <c>message</c>, <c>action.state</c>, <c>approval.state</c> or <c>account.state</c>.</param>
/// <param name="Run">Null for what concerns no run.</param>
public sealed record RunEvent(string Type, RunId? Run, JsonNode Data);
