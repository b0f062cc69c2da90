using Countersign.Identity;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>A kind of thing whose instance the sweep starts.</summary>
public interface IInstanceKind
{
    /// <summary>Of its ids: <c>act_</c>.</summary>
    string Prefix { get; }

    /// <summary>Starts the instance unless the row is absent or settled, or the instance exists.</summary>
    /// <returns>Whether it was started.</returns>
    Task<bool> StartIfDueAsync(DurableTaskClient client, PrincipalId person, string id, CancellationToken ct);
}
