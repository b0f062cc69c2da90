using Countersign.Actions;
using Countersign.Audit;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Storage;
using Microsoft.Extensions.Options;

namespace Countersign.Runs;

/// <summary>How many runs a person may have at once. Direct calls have a limit of their own.</summary>
public sealed class RunLimits(People people, IOptions<RunsOptions> options)
{
    /// <summary>Runs looked at, newest first: those that are over make room long before this.</summary>
    private const int Looked = 200;

    /// <exception cref="ProblemException">429 when there is no room.</exception>
    public async Task EnsureRoomAsync(PrincipalId person, CancellationToken ct)
    {
        var page = await people.QueryAsync(person, KeyRange.Prefix("run~"), Looked, null, RunRowJson.Default.RunRow, ct);
        if (page.Items.Count(item => item.Value is { IsOver: false, Thread: not null }) >= options.Value.MaxAtOnce) throw new ProblemException(Problems.TooMany(TimeSpan.FromSeconds(10)));
    }
}
