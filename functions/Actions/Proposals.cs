using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Actions;

/// <summary>
/// Writes actions down: parse, flat denial, resolve, decide, then row, decision and record in one batch. What cannot be resolved in a moment is written as
/// it stands, and Act goes on from there. Repeatable by the proposal's id.
/// </summary>
public sealed class Proposals(
    ActionBook book, ActionSeal seal, ToolCatalog catalog, IPolicy policy, Resolving resolving, Deciding deciding, Grants grants, Starts starts,
    TenantClients tenant, TimeProvider time)
{
    /// <summary>How long whoever proposes waits for the provider; Act waits longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>For a run that has its row, its grant and its instance: the run starts Act as its child <c>act-{id}</c>.</summary>
    public Task<Proposal> ProposeAsync(NewProposal proposal, CancellationToken ct) => WriteAsync(proposal, null, ct);

    /// <summary>
    /// A direct call: a run of the agent <c>direct</c> with this one action. Its row, its grant and a row of the due list are written with it; the caller
    /// of this starts the instance.
    /// </summary>
    public Task<Proposal> ProposeDirectAsync(NewProposal proposal, Caller caller, CancellationToken ct) =>
        proposal.Agent == ActionRow.DirectAgent
            ? WriteAsync(proposal, caller, ct)
            : throw new ArgumentException("A direct call's agent is direct.", nameof(proposal));

    private async Task<Proposal> WriteAsync(NewProposal proposal, Caller? direct, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var tool = ToolName.TryParse(proposal.Tool, out var name) ? catalog.Find(name) : null;
        if (tool is null)
        {
            await DenyAsync(proposal, null, "default:unknown", ct);
            return new Proposal.UnknownTool(proposal.Tool);
        }

        var set = await policy.CurrentAsync(proposal.Principal, ct);
        if (set.FlatlyDenied(tool.Declaration, FactsOf(proposal, tool.Declaration, now)) is { } flat)
        {
            await DenyAsync(proposal, flat, flat.Rule, ct);
            return new Proposal.Denied(flat.Rule, flat.Reason);
        }

        if (CanonicalJson.Refusal(proposal.Arguments) is { } refusal) return new Proposal.Invalid([ErrorOf(refusal)]);
        var parsed = tool.Parse(proposal.Arguments);
        if (parsed is ArgumentsResult.Invalid invalid) return new Proposal.Invalid(invalid.Errors);
        var row = seal.Put(RowOf(proposal, tool, (ArgumentsResult.Parsed)parsed, now));
        if (await book.ReadAsync(row.Principal, row.Id, ct) is not null) return new Proposal.Proposed(row.Id); // an earlier try wrote it
        await WriteAsync(row, direct, ct);
        return new Proposal.Proposed(row.Id);
    }

    private async Task WriteAsync(ActionRow row, Caller? direct, CancellationToken ct)
    {
        var found = await resolving.FindAsync(row, direct is null ? Subjects.ForReads(row) : new Subject.Caller(direct.Token), Patience, ct);
        if (direct is not null) await starts.DueAsync(row.Principal, row.Id.Value, ct);
        using var turn = await TurnAsync(row.Principal, ct);
        for (var attempt = 0; attempt < ActionBook.Tries; attempt++)
        {
            var batch = await ComposeAsync(row, found, direct, ct);
            var result = await book.CommitAsync(row.Principal, batch, ct);
            // A conflict on the row itself says that an overlapping try of the same proposal was quicker: its row stands.
            if (result is not CommitResult.Conflict conflict || conflict.Key == ActionRow.KeyOf(row.Id)) return;
        }

        throw new InvalidOperationException($"Proposing {row.Id} met {ActionBook.Tries} conflicts in a row.");
    }

    /// <summary>
    /// Proposals of one person change the one row of places on their phone: in this process they go one after the other, or many at once would conflict
    /// without end. Elsewhere a conflict decides.
    /// </summary>
    private async Task<Turn> TurnAsync(PrincipalId person, CancellationToken ct)
    {
        var turn = _turns[(uint)person.GetHashCode() % (uint)_turns.Length];
        await turn.WaitAsync(ct);
        return new Turn(turn);
    }

    private readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }

    /// <summary>In the order in which it happened: proposed, read at the provider, decided.</summary>
    private async Task<PersonBatch> ComposeAsync(ActionRow row, Resolving.Found found, Caller? direct, CancellationToken ct)
    {
        var batch = new PersonBatch();
        var run = direct is null ? null : DirectRuns.Begin(row);
        if (run is not null && direct is not null)
        {
            batch.Record(new AuditEvent { Kind = "run.started", Run = row.Run, Action = row.Id });
            await grants.SealAsync(batch, direct, row.Run, row.Agent, ct);
        }

        batch.Record(ActionBook.EntryOf("action.proposed", row, new JsonObject
        {
            ["arguments"] = JsonNode.Parse(row.Arguments.GetRawText()),
            ["sources"] = new JsonArray([.. row.Provenance.Select(source => (JsonNode?)source)]),
        }));
        if (found.Read is { } read) batch.Record(read);
        var after = row;
        if (found.Change(row) is var (changed, entry))
        {
            after = changed;
            if (entry is not null) batch.Record(entry);
        }

        if (after is { State: ActionState.Proposed, Digest: not null }) after = await deciding.DecideAsync(batch, after, ct);
        return await book.ComposeNewAsync(batch, after, run, ct);
    }

    private ActionRow RowOf(NewProposal proposal, Tool tool, ArgumentsResult.Parsed parsed, DateTimeOffset now) => new()
    {
        Id = proposal.Id,
        Principal = proposal.Principal,
        Run = proposal.Run,
        Tenant = tenant.Issuer,
        Agent = proposal.Agent,
        AgentVersion = proposal.AgentVersion,
        Project = proposal.Project,
        Door = proposal.Door,
        Present = proposal.Present,
        Provenance = proposal.Provenance,
        Tool = tool.Declaration.Name,
        ToolContract = tool.Declaration.ContractHash,
        Connection = tool.Declaration.Connection,
        Arguments = parsed.Canonical,
        Risk = parsed.Risk,
        ProposedAt = now,
        State = ActionState.Proposed,
    };

    private Task<CommitResult> DenyAsync(NewProposal proposal, Decision.Deny? deny, string rule, CancellationToken ct) => book.CommitAsync(
        proposal.Principal,
        new PersonBatch().Record(new AuditEvent
        {
            Kind = "action.denied", Run = proposal.Run, Tool = deny is null ? null : proposal.Tool, Decision = "deny", Rule = rule,
            PolicyVersion = deny?.PolicyVersion, Code = deny is null ? "unknown_tool" : GateCodes.PolicyDenied,
        }),
        ct);

    internal static ActionFacts FactsOf(NewProposal proposal, ToolDeclaration tool, DateTimeOffset now) => new()
    {
        Principal = proposal.Principal,
        Tool = tool.Name,
        Risk = tool.Risk,
        Agent = proposal.Agent,
        Connection = tool.Connection,
        Door = proposal.Door,
        Project = proposal.Project,
        Present = proposal.Present,
        Provenance = proposal.Provenance,
        Now = now,
    };

    private static ArgumentError ErrorOf(string refusal)
    {
        var colon = refusal.IndexOf(": ", StringComparison.Ordinal);
        return new ArgumentError(refusal[..colon], refusal[(colon + 2)..]);
    }
}
