using Countersign.Http;
using Countersign.Identity;
using Microsoft.Extensions.Options;

namespace Countersign.Runs;

/// <summary>How many runs a person may have at once. Direct calls have a limit of their own.</summary>
public sealed class RunLimits(RunBook book, IOptions<RunsOptions> options)
{
    /// <summary>Runs looked at, newest first: those that are over make room long before this.</summary>
    private const int Looked = 200;

    /// <exception cref="ProblemException">429 when there is no room.</exception>
    public async Task EnsureRoomAsync(PrincipalId person, CancellationToken ct)
    {
        var page = await book.RunsAsync(person, Looked, null, ct);
        if (page.Items.Count(item => item.Value is { IsOver: false, Thread: not null }) >= options.Value.MaxAtOnce) throw new ProblemException(Problems.TooMany(TimeSpan.FromSeconds(10)));
    }
}
