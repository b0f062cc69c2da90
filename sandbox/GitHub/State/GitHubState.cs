using Countersign.Sandbox.World;

namespace Countersign.Sandbox.GitHub.State;

/// <summary>Everything GitHub knows. Not safe by itself: the server answers one request at a time under <see cref="Gate"/>.</summary>
internal sealed class GitHubState(SandboxWorld world)
{
    public const string AppSlug = "countersign";

    public const string AppName = "Countersign";

    public const long AppId = 770_077;

    private long _ids;

    public Lock Gate { get; } = new();

    public SandboxWorld World { get; } = world;

    public Account Acme { get; } = Account.Organisation(9001, "acme", "Acme");

    public Account Robot { get; } = new(41898282, "github-actions[bot]", "Bot", null);

    /// <summary>Colleagues who wrote issues and pull requests and never sign in here.</summary>
    public List<Account> Others { get; } = [];

    public List<Repository> Repositories { get; } = [];

    public List<Installation> Installations { get; } = [];

    /// <summary>Lower-case former <c>owner/name</c> to the repository that bore it.</summary>
    public Dictionary<string, Repository> Former { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Logins of members of acme who own it.</summary>
    public HashSet<string> Owners { get; } = new(StringComparer.OrdinalIgnoreCase);

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(World.Time.GetUtcNow().ToUnixTimeSeconds());

    public long NextId() => ++_ids;

    public void Clear()
    {
        _ids = 2_100_000_000;
        Others.Clear();
        Repositories.Clear();
        Installations.Clear();
        Former.Clear();
        Owners.Clear();
    }

    public static Account Of(ProviderAccount account) => new(account.Id, account.Login, "User", account.FullName);

    public Account? AccountBy(string login)
    {
        if (string.Equals(login, Acme.Login, StringComparison.OrdinalIgnoreCase)) return Acme;
        if (World.People.ByGitHubLogin(login) is { } person) return Of(person.GitHub);
        return Others.Find(o => string.Equals(o.Login, login, StringComparison.OrdinalIgnoreCase));
    }

    public Repository? RepositoryBy(string owner, string name) => Repositories.Find(r =>
        string.Equals(r.Owner.Login, owner, StringComparison.OrdinalIgnoreCase) && string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));

    public Repository? RepositoryBy(long id) => Repositories.Find(r => r.Id == id);

    /// <summary>Acme admits whoever has the app: a person without it belongs to nothing here but their own account.</summary>
    public bool IsMember(ProviderAccount account) => account.AppInstalled;

    public Level RoleOf(ProviderAccount? account, Repository repository)
    {
        var open = repository.Private ? Level.None : Level.Read;
        if (account is null) return open;
        if (account.Id == repository.Owner.Id) return Level.Admin;
        var role = repository.Collaborators.GetValueOrDefault(account.Login);
        if (repository.Owner.Id == Acme.Id && IsMember(account))
            role = Max(role, Owners.Contains(account.Login) ? Level.Admin : repository.MemberRole);
        return Max(role, open);
    }

    /// <summary>Installations that the person may see: on their own account, and on acme as a member.</summary>
    public IEnumerable<Installation> InstallationsOf(ProviderAccount account)
    {
        if (!account.AppInstalled) yield break;
        yield return OwnInstallation(account);
        foreach (var installation in Installations.Where(i => i.Account.Id == Acme.Id && !i.Suspended)) yield return installation;
    }

    public Installation? InstallationOn(Repository repository)
    {
        if (repository.Owner.Id != Acme.Id)
        {
            if (World.People.ByGitHubId(repository.Owner.Id) is not { GitHub.AppInstalled: true } person) return null;
            var own = OwnInstallation(person.GitHub);
            return own.Covers(repository) ? own : null;
        }

        return Installations.Find(i => i.Covers(repository));
    }

    /// <summary>The installation on a person's own account, made when first looked at: <see cref="ProviderAccount.AppInstalled"/> is the truth.</summary>
    public Installation OwnInstallation(ProviderAccount account)
    {
        if (Installations.Find(i => i.Account.Id == account.Id) is { } known) return known;
        var made = new Installation { Id = 52_000_000 + account.Id, Account = Of(account), CreatedAt = Now };
        Installations.Add(made);
        return made;
    }

    private static Level Max(Level a, Level b) => a > b ? a : b;
}
