using System.Globalization;
using Countersign.Gate;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Connectors.GitHub;

/// <summary>Whose GitHub token it is, and where the app behind it is installed.</summary>
internal sealed class WhoIs(GitHubClient github) : IWhoIs
{
    private const int MaxPlaces = 100;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    public ConnectionName Connection => GitHubClient.Connection;

    public ToolDeclaration Declaration { get; } = GitHubTool.Declare(
        "who_is", "Whose account this is and where the app is installed.", Risk.Read, EffectStrategy.None, [],
        ["GET user", "GET user/installations", "GET user/installations/{id}/repositories"], []) with
    { ContractHash = "who_is" };

    public async Task<WhoIsResult> AskAsync(AuthorizedAction authorized, ProviderToken token, CancellationToken ct)
    {
        var session = github.For(authorized, token, Declaration.Reads);
        if ((await session.GetAsync($"user", GitHubWireJson.Default.UserWire, ct)).Is(out var user, out var fault))
            return new WhoIsResult.Account(new ProviderAccount(user.Id.ToString(CultureInfo.InvariantCulture), user.Login));
        return fault.Kind switch
        {
            FaultKind.TokenRefused => new WhoIsResult.TokenRefused(),
            FaultKind.Limited => new WhoIsResult.Unavailable(fault.After),
            FaultKind.Broken or FaultKind.NotSent => new WhoIsResult.Unavailable(Soon),
            _ => new WhoIsResult.Needs(new Remedy(RemedyKind.LinkAgain, Connection.Value, "GitHub does not say whose account this is. Link it again.", null)),
        };
    }

    public async Task<ReachResult> ReachAsync(AuthorizedAction authorized, ProviderToken token, CancellationToken ct)
    {
        var session = github.For(authorized, token, Declaration.Reads);
        if (!(await session.GetAsync($"user/installations?per_page=100", GitHubWireJson.Default.InstallationsWire, ct)).Is(out var installations, out var fault))
            return Not(fault);
        var (places, more) = (new List<string>(), false);
        foreach (var installation in installations.Installations)
        {
            if (places.Count >= MaxPlaces)
            {
                more = true;
                break;
            }

            var answer = await session.GetAsync(
                $"user/installations/{installation.Id}/repositories?per_page=100", GitHubWireJson.Default.InstallationRepositoriesWire, ct);
            if (!answer.Is(out var repositories, out fault)) return Not(fault);
            places.AddRange(repositories.Repositories.Select(r => r.FullName).Take(MaxPlaces - places.Count));
            more |= answer.Next;
        }

        return places.Count > 0 ? new ReachResult.Reaches(places, more) : new ReachResult.Needs(Install());
    }

    private ReachResult Not(GitHubFault fault) => fault.Kind switch
    {
        FaultKind.Limited => new ReachResult.Unavailable(fault.After),
        FaultKind.Broken or FaultKind.NotSent or FaultKind.TokenRefused => new ReachResult.Unavailable(Soon),
        _ => new ReachResult.Needs(Install()),
    };

    private Remedy Install() => new(
        RemedyKind.Install, Connection.Value, "The GitHub App is not installed on any repository of yours. Install it, then say that it is done.", github.InstallUrl);
}
