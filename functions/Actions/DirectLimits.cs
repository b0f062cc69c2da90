using Countersign.Audit;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Storage;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>How many direct calls of a person may be under way at once. Parked ones do not count: those who wait for the phone are bounded by its places.</summary>
public sealed class DirectLimits(People people, IOptions<ActionsOptions> options)
{
    /// <summary>Runs looked at, newest first: those that are over make room long before this.</summary>
    private const int Looked = 200;

    /// <exception cref="ProblemException">429 when there is no room.</exception>
    public async Task EnsureRoomAsync(PrincipalId person, CancellationToken ct)
    {
        var page = await people.QueryAsync(person, KeyRange.Prefix(RunRow.Prefix), Looked, null, RunRowJson.Default.RunRow, ct, LeftOut<RunRow>.Altered);
        if (page.Items.Count(item => item.Value is { State: RunState.Running, Agent: ActionRow.DirectAgent }) >= options.Value.MaxAtOnce)
            throw new ProblemException(Problems.TooMany(TimeSpan.FromSeconds(10)));
    }
}
