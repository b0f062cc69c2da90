using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>Pins what an action's arguments mean, by the tool's declared reads, and takes the digest. Writes nothing: whoever asks commits what was found.</summary>
public sealed class Resolving(
    ActionSeal seal, IPinnedAccounts accounts, ActionGate gate, Providers providers, ToolCatalog catalog, IOptions<ActionsOptions> options, TimeProvider time)
{
    /// <param name="subject">On whose word the declared reads go.</param>
    /// <param name="patience">The declared reads end after this long and are tried again later.</param>
    internal async Task<Found> FindAsync(ActionRow row, Subject subject, TimeSpan patience, CancellationToken ct)
    {
        if (catalog.Find(row.Tool) is not { } tool || tool.Declaration.ContractHash != row.ToolContract)
            return End(ActionEvent.Fail, "tool_changed", "The tool was changed since this was proposed. Propose it again.");

        var found = await accounts.FindAsync(row.Principal, row.Connection, ct);
        if (found is AccountPin.Needs missing) return Park(missing.Remedy);
        var pin = (AccountPin.Pinned)found;
        if (tool.Declaration.Risk == Risk.Read) return new Found(now => Resolved(now, tool, pin.Account, CanonicalJson.Parse("{}"), now.Risk));

        var passage = await gate.ReadAsync(
            new ReadRequest
            {
                Principal = row.Principal, Run = row.Run, Action = row.Id, Tool = tool.Declaration, Connection = row.Connection, Account = pin.Account,
                Purpose = Purpose.Read, Subject = subject, Facts = row.ToFacts(time.GetUtcNow()),
            },
            ct);
        if (passage is Passage.Closed closed) return new Found(now => Ends.Closed(now, closed.Refusal, time.GetUtcNow(), options.Value));
        if (passage is not Passage.Open open) throw new InvalidOperationException("A declared read is open or closed.");

        var until = time.GetUtcNow() + patience;
        var resolution = await WithLimit.CallAsync(
            time, options.Value.EndOf(open.Action, time) is var end && until < end ? until : end,
            limit => providers.CallAsync<Resolution>(
                open.Action, (token, cancel) => tool.ResolveAsync(new ToolCall(open.Action, token, row.Arguments), cancel), limit),
            () => new Resolution.Retry(TimeSpan.FromSeconds(2)), ct);
        var read = ReadEntry(row, open.Action, resolution);
        return (await UnderstandAsync(row, tool, pin.Account, resolution, ct)) with { Read = read };
    }

    private async Task<Found> UnderstandAsync(ActionRow row, Tool tool, string account, Resolution resolution, CancellationToken ct)
    {
        switch (resolution)
        {
            case Resolution.Resolved resolved:
                return new Found(now => Resolved(now, tool, account, resolved.Value, resolved.Risk));
            case Resolution.NotFound missing:
                return End(ActionEvent.Fail, "not_found", missing.Text);
            case Resolution.Invalid invalid:
                return End(ActionEvent.Fail, "invalid_target", invalid.Text);
            case Resolution.Needs needs:
                return Park(needs.Remedy);
            case Resolution.Retry retry:
                return new Found(now => Ends.Again(now, retry.After, time.GetUtcNow(), options.Value));
            case Resolution.AccountDiffers differs:
                await accounts.DiffersAsync(row.Principal, row.Connection, differs.Found.Id, differs.Found.Login, ct);
                return End(ActionEvent.Refuse, "account_differs", $"The linked {row.Connection} account is another than the confirmed one. Confirm it under Accounts.");
            default:
                throw new InvalidOperationException("A refused token does not leave the providers.");
        }
    }

    private (ActionRow After, AuditEvent? Entry)? Resolved(ActionRow row, Tool tool, string account, System.Text.Json.JsonElement resolved, Risk risk)
    {
        // What was altered while the provider was asked must not be sealed as if it had been proposed.
        if (!seal.Holds(row)) return Ends.Settle(row, ActionEvent.Refuse, ActionSeal.Altered, ActionSeal.AlteredText, time.GetUtcNow());
        if (CanonicalJson.Refusal(resolved) is not null)
            return Ends.Settle(row, ActionEvent.Fail, "invalid_target", "What it names cannot be written down exactly.", time.GetUtcNow());
        var after = row with { Account = account, Resolved = resolved, Risk = risk > row.Risk ? risk : row.Risk, Tries = 0, NotBefore = null };
        return (
            seal.Put(after with
            {
                Digest = ActionDigest.Of(after.ToAction()),
                Summary = tool.Declaration.Risk == Risk.Read ? ReadSummary.Of(row) : tool.Summarize(row.Arguments, resolved),
            }),
            null);
    }

    private static AuditEvent ReadEntry(ActionRow row, AuthorizedAction authorized, Resolution resolution) => new()
    {
        Kind = "read.done", Run = row.Run, Action = row.Id, Tool = row.Tool.Value, Connection = row.Connection.Value, Decision = authorized.Decision.Word,
        Rule = authorized.Decision.Rule, PolicyVersion = authorized.Decision.PolicyVersion, Subject = authorized.Subject.Word,
        Outcome = resolution is Resolution.Resolved ? "resolved" : "unresolved", Code = WordOf(resolution),
        Content = new JsonObject { ["purpose"] = "resolve" },
    };

    private static string? WordOf(Resolution resolution) => resolution switch
    {
        Resolution.Resolved => null,
        Resolution.NotFound => "not_found",
        Resolution.Invalid => "invalid_target",
        Resolution.Needs needs => DirectRuns.WordOf(needs.Remedy.Kind),
        Resolution.AccountDiffers => "account_differs",
        _ => "unavailable",
    };

    private Found End(ActionEvent happened, string code, string text) => new(now => Ends.Settle(now, happened, code, text, time.GetUtcNow()));

    private Found Park(Vault.Remedy remedy) => new(now => Ends.Park(now, remedy, time.GetUtcNow() + options.Value.RemedyTime));

    /// <param name="Change">What it makes of the row, and what the trail says of that; null where the row has moved on.</param>
    /// <param name="Read">The record of the declared read, once one was sent.</param>
    internal sealed record Found(Func<ActionRow, (ActionRow After, AuditEvent? Entry)?> Change, AuditEvent? Read = null);
}
