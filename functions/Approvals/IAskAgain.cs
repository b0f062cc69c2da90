using Countersign.Identity;
using Microsoft.DurableTask.Client;

namespace Countersign.Approvals;

/// <summary>What the room above does when a person asks again after an expiry: the same words as a new action, resolved anew.</summary>
public interface IAskAgain
{
    /// <returns>The new action, which is proposed by the person and by no agent; null when the old one cannot be proposed any more.</returns>
    Task<ActionId?> AskAgainAsync(Caller caller, ActionId old, DurableTaskClient client, CancellationToken ct);
}
