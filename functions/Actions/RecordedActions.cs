using System.Globalization;
using System.Text.Json;
using Countersign.Audit;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Actions;

/// <summary>
/// What the trail knows of an action whose row was altered into something that is none: enough to end it, and to say to its person what ended. It is
/// never carried out, since it has neither digest nor seal.
/// </summary>
public sealed class RecordedActions
{
    private const int Window = 250;

    private static readonly ToolName NoTool = ToolName.Parse("unreadable.action");

    private static readonly ConnectionName NoConnection = ConnectionName.Parse("unreadable");

    private readonly AuditReader _reader;
    private readonly People _people;

    internal RecordedActions(AuditReader reader, People people) => (_reader, _people) = (reader, people);

    internal async Task<ActionRow> OfAsync(PrincipalId person, ActionId id, CancellationToken ct)
    {
        AuditEntry? last = null, proposed = null;
        string? approval = null;
        var content = CanonicalJson.Parse("{}");
        for (var at = await _reader.HeadAsync(person, ct); at > 0 && proposed is null; at -= Window)
        {
            var rows = new List<AuditRow>();
            await foreach (var row in _reader.RowsAsync(person, Math.Max(1, at - Window + 1), at, ct)) rows.Add(row);
            foreach (var row in Enumerable.Reverse(rows))
            {
                if (row.Entry is not { } entry || entry.Action != id.Value) continue;
                approval ??= entry.Approval;
                if (StateOf(entry.Kind) is not null) last ??= entry;
                if (entry.Kind != "action.proposed") continue;
                (proposed, content) = (entry, ContentOf(row.Content));
                break;
            }
        }

        return await RowAsync(person, id, proposed, last, approval, content, ct);
    }

    private async Task<ActionRow> RowAsync(
        PrincipalId person, ActionId id, AuditEntry? proposed, AuditEntry? last, string? approval, JsonElement content, CancellationToken ct)
    {
        var run = RunId.TryParse(proposed?.Run, out var known) ? known : RunId.Parse("run_" + id.Value["act_".Length..]); // a direct call's, of the same bytes
        var row = (await _people.ReadAsync(person, RunRow.KeyOf(run), RunRowJson.Default.RunRow, ct, LeftOut<RunRow>.Altered))?.Value;
        var state = StateOf(last?.Kind) ?? ActionState.Proposed;
        return new ActionRow
        {
            Id = id, Principal = person, Run = run, Tenant = "", Agent = row?.Agent ?? "unreadable", AgentVersion = row?.AgentVersion ?? "", Door = row?.Door ?? "",
            Present = false, Provenance = Texts(content, "sources"), Tool = ToolName.TryParse(proposed?.Tool, out var tool) ? tool : NoTool, ToolContract = "",
            Connection = ConnectionName.TryParse(proposed?.Connection, out var connection) ? connection : NoConnection,
            Arguments = content.TryGetProperty("arguments", out var arguments) ? arguments : CanonicalJson.Parse("{}"), Risk = Risk.Destructive,
            ProposedAt = At(proposed) ?? id.At, State = state, EndedAt = state.IsSettled() ? At(last) : null, Code = state.IsSettled() ? last?.Code : null,
            Approval = ApprovalId.TryParse(approval, out var asked) ? asked : null, IsUnreadable = true,
            Ledger = state == ActionState.Executing ? new Ledger(0, "", DateTimeOffset.UnixEpoch, 0, true) : null,
        };
    }

    private static ActionState? StateOf(string? kind) =>
        kind?.StartsWith("action.", StringComparison.Ordinal) == true && Enum.TryParse<ActionState>(kind["action.".Length..], ignoreCase: true, out var state) ? state : null;

    private static DateTimeOffset? At(AuditEntry? entry) =>
        DateTimeOffset.TryParse(entry?.At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static JsonElement ContentOf(AuditContent? content)
    {
        try
        {
            return content is not null && CanonicalJson.Parse(content.Text) is { ValueKind: JsonValueKind.Object } json ? json : CanonicalJson.Parse("{}");
        }
        catch (Exception e) when (e is JsonException or CanonicalJsonException)
        {
            return CanonicalJson.Parse("{}");
        }
    }

    private static List<string> Texts(JsonElement content, string member) =>
        content.TryGetProperty(member, out var texts) && texts.ValueKind == JsonValueKind.Array
            ? [.. texts.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!)] // a string
            : [];
}
