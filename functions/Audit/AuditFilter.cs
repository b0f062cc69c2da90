using System.Globalization;
using Countersign.Http;

namespace Countersign.Audit;

/// <summary>Which entries a person wants to see. What is null does not narrow.</summary>
internal sealed record AuditFilter(string? Tool, string? Decision, string? Outcome, string? Run, string? Action, string? From, string? To)
{
    public static AuditFilter Of(QueryParameters query) => new(
        query.Text("tool"),
        query.Text("decision"),
        query.Text("outcome"),
        query.Text("run"),
        query.Text("action"),
        Instant(query.Instant("from")),
        Instant(query.Instant("to")));

    /// <summary>A cursor continues the list of its own filters alone.</summary>
    public string Scope => $"api/audit\n{Tool}\n{Decision}\n{Outcome}\n{Run}\n{Action}\n{From}\n{To}";

    public bool Lets(AuditEntry entry) =>
        (Tool is null || entry.Tool == Tool)
        && (Decision is null || entry.Decision == Decision)
        && (Outcome is null || entry.Outcome == Outcome)
        && (Run is null || entry.Run == Run)
        && (Action is null || entry.Action == Action)
        && (From is null || string.CompareOrdinal(entry.At, From) >= 0)
        && (To is null || string.CompareOrdinal(entry.At, To) < 0);

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
