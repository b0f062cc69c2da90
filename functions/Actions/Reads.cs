using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>
/// A read tool, inline: parse, gate, exchange, provider, then one batch with the record, and only then the result is handed on. A read that is killed
/// before that leaves no entry.
/// </summary>
public sealed class Reads(ActionBook book, ActionGate gate, IPinnedAccounts accounts, Providers providers, ToolCatalog catalog,
    IOptions<ActionsOptions> options, TimeProvider time)
{
    /// <param name="read">Of a read tool; a write is proposed.</param>
    /// <param name="direct">Written into the same batch: the run row of a direct read. Null for a run that has its row.</param>
    public async Task<ReadAnswer> ReadAsync(NewRead read, RunRow? direct, CancellationToken ct)
    {
        var tool = ToolName.TryParse(read.Tool, out var name) ? catalog.Find(name) : null;
        if (tool is null)
        {
            await DenyAsync(read, ct);
            return new ReadAnswer.UnknownTool(read.Tool);
        }

        if (tool.Declaration.Risk != Risk.Read) throw new ArgumentException("A write is proposed, not read.", nameof(read));
        if (CanonicalJson.Refusal(read.Arguments) is { } refusal)
            return new ReadAnswer.Invalid([new ArgumentError("$", refusal)]);
        var parsed = tool.Parse(read.Arguments);
        if (parsed is ArgumentsResult.Invalid invalid) return new ReadAnswer.Invalid(invalid.Errors);
        var arguments = ((ArgumentsResult.Parsed)parsed).Canonical;

        var pin = await accounts.FindAsync(read.Principal, tool.Declaration.Connection, ct);
        if (pin is not AccountPin.Pinned pinned) return new ReadAnswer.Needs(((AccountPin.Needs)pin).Remedy);
        var passage = await gate.ReadAsync(RequestOf(read, tool.Declaration, pinned.Account, arguments), ct);
        if (passage is Passage.StepUp stepUp) return new ReadAnswer.StepUp(stepUp.Decision.Because);
        if (passage is Passage.Closed closed) return new ReadAnswer.Denied(closed.Refusal.Code, closed.Refusal.Text);
        var open = (Passage.Open)passage;

        var outcome = await WithLimit.CallAsync<ToolOutcome>(
            time, options.Value.EndOf(open.Action, time),
            limit => providers.CallAsync<ToolOutcome>(
                open.Action, (token, cancel) => tool.ReadAsync(new ToolCall(open.Action, token, arguments), cancel), limit),
            () => new ToolOutcome.Retry(TimeSpan.FromSeconds(5)), ct);
        if (outcome is ToolOutcome.AccountDiffers differs)
            await accounts.DiffersAsync(read.Principal, tool.Declaration.Connection, differs.Found.Id, differs.Found.Login, ct);
        var answer = AnswerOf(outcome, tool.Declaration.Connection);
        await RecordAsync(read, open.Action, arguments, answer, direct, ct);
        return answer is ReadAnswer.Done done ? done with { Rule = open.Action.Decision.Rule } : answer;
    }

    private ReadRequest RequestOf(NewRead read, ToolDeclaration tool, string account, System.Text.Json.JsonElement arguments) => new()
    {
        Principal = read.Principal, Run = read.Run, Tool = tool, Connection = tool.Connection, Account = account, Purpose = Purpose.Read,
        Subject = read.Subject,
        Facts = new ActionFacts
        {
            Principal = read.Principal, Tool = tool.Name, Risk = Risk.Read, Agent = read.Agent, Connection = tool.Connection, Door = read.Door,
            Project = read.Project, Present = read.Present, Provenance = read.Provenance, Arguments = arguments, Now = time.GetUtcNow(),
        },
    };

    private static ReadAnswer AnswerOf(ToolOutcome outcome, ConnectionName connection) => outcome switch
    {
        ToolOutcome.Done done => new ReadAnswer.Done(done),
        ToolOutcome.Moved moved => new ReadAnswer.Failed("moved", moved.Text),
        ToolOutcome.Refused refused => new ReadAnswer.Failed(refused.Code, refused.Text),
        ToolOutcome.Failed failed => new ReadAnswer.Failed(failed.Code, failed.Text),
        ToolOutcome.Needs needs => new ReadAnswer.Needs(needs.Remedy),
        ToolOutcome.Retry retry => new ReadAnswer.Unavailable(retry.After),
        ToolOutcome.Unknown => new ReadAnswer.Unavailable(TimeSpan.FromSeconds(5)),
        ToolOutcome.AccountDiffers => new ReadAnswer.Needs(new Vault.Remedy(
            Vault.RemedyKind.Confirm, connection.Value, $"The linked {connection} account is another than the confirmed one. Confirm it under Accounts.", "/accounts")),
        _ => throw new InvalidOperationException("A refused token does not leave the providers."),
    };

    private async Task RecordAsync(
        NewRead read, AuthorizedAction authorized, System.Text.Json.JsonElement arguments, ReadAnswer answer, RunRow? direct, CancellationToken ct)
    {
        var code = CodeOf(answer);
        var batch = new PersonBatch();
        if (direct is not null)
        {
            var state = answer is ReadAnswer.Done ? RunState.Done : RunState.Failed;
            batch.Upsert(RunRow.KeyOf(direct.Id), direct with { State = state, EndedAt = time.GetUtcNow(), Code = code }, RunRowJson.Default.RunRow);
        }

        batch.Record(new AuditEvent
        {
            Kind = "read.done", Run = read.Run, Tool = authorized.Tool.Name.Value, Connection = authorized.Connection.Value,
            Decision = authorized.Decision.Word, Rule = authorized.Decision.Rule, PolicyVersion = authorized.Decision.PolicyVersion,
            Subject = authorized.Subject.Word, Outcome = code is null ? "done" : "failed", Code = code,
            Content = new JsonObject
            {
                ["arguments"] = JsonNode.Parse(arguments.GetRawText()),
                ["sources"] = new JsonArray([.. (answer as ReadAnswer.Done)?.Outcome.Sources.Select(source => (JsonNode?)source) ?? []]),
            },
        });
        if (await book.CommitAsync(read.Principal, batch, ct) is not CommitResult.Committed)
            throw new InvalidOperationException("A record alone has no row to conflict on.");
    }

    private static string? CodeOf(ReadAnswer answer) => answer switch
    {
        ReadAnswer.Done => null,
        ReadAnswer.Failed failed => failed.Code,
        ReadAnswer.Needs needs => DirectRuns.WordOf(needs.Remedy.Kind),
        _ => "unavailable",
    };

    private Task<CommitResult> DenyAsync(NewRead read, CancellationToken ct) => book.CommitAsync(
        read.Principal,
        new PersonBatch().Record(new AuditEvent { Kind = "action.denied", Run = read.Run, Decision = "deny", Rule = "default:unknown", Code = "unknown_tool" }),
        ct);
}
