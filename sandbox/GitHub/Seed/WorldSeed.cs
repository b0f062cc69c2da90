using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Seed;

/// <summary>
/// Acme at GitHub: <c>shop</c> and <c>docs</c> for all members, <c>payments</c> for ada and grace, <c>attic</c> archived, and <c>infra</c>, on which the app
/// is not installed. All private but docs.
/// </summary>
internal static class WorldSeed
{
    public const long AcmeInstallation = 51_000_001;

    public static void Plant(GitHubState state)
    {
        state.Clear();
        state.Others.AddRange(
        [
            new Account(8001, "mira-acme", "User", "Mira Okafor"),
            new Account(8002, "tomas-acme", "User", "Tomás Vega"),
            new Account(8003, "passer-by-77", "User", null),
        ]);
        state.Owners.Add("ada-acme");
        var shop = ShopSeed.Plant(state, state.Acme, "shop", ShopSeed.Id);
        var (docs, payments) = (Docs(state), Payments(state));
        var attic = Small(state, 700_400, "attic", "What we no longer build", Level.Read);
        attic.Archived = true;
        Small(state, 700_500, "infra", "Machines and networks", Level.Write);
        state.Installations.Add(new Installation
        {
            Id = AcmeInstallation,
            Account = state.Acme,
            CreatedAt = Planter.Instant("2026-01-04T09:00:00Z"),
            Selected = [shop.Id, docs.Id, payments.Id, attic.Id],
        });
    }

    private static Repository Docs(GitHubState state)
    {
        var planter = Make(state, 700_200, "docs", "Handbook and guides", isPrivate: false, Level.Write);
        var mira = state.Others[0];
        planter.Commit("main", mira, "2026-01-06T09:00:00Z", "Start the handbook", ("README.md", "# Handbook\n\nHow we work.\n"), ("guides/review.md", "# Reviews\n\nWithin a day.\n"));
        planter.Issue(1, mira, "2026-01-30T09:00:00Z", "Say how to ask for access", "New colleagues ask every week.", "documentation");
        planter.Branch("access", "main");
        planter.Commit("access", mira, "2026-02-01T09:00:00Z", "Say how to ask for access", ("guides/access.md", "# Access\n\nAsk in #help.\n"));
        planter.Pull(2, mira, "2026-02-01T09:05:00Z", "access", "Say how to ask for access", "Closes #1.");
        return planter.Repository;
    }

    private static Repository Payments(GitHubState state)
    {
        var planter = Make(state, 700_300, "payments", "Taking money", isPrivate: true, Level.None);
        var tomas = state.Others[1];
        planter.Repository.Collaborators["ada-acme"] = Level.Admin;
        planter.Repository.Collaborators["grace-acme"] = Level.Write;
        planter.Repository.Protections["main"] = new Protection(["unit"], 1);
        planter.Commit("main", tomas, "2026-01-07T09:00:00Z", "Take cards", ("README.md", "# Payments\n"), ("src/card.ts", "export const schemes = ['visa'];\n"));
        planter.Issue(1, tomas, "2026-02-05T09:00:00Z", "Refunds over 500 need two people", "Agreed with finance.");
        planter.Branch("refunds", "main");
        var head = planter.Commit("refunds", tomas, "2026-02-06T09:00:00Z", "Ask a second person for large refunds", ("src/refund.ts", "export const limit = 500;\n"));
        planter.Check(head, "unit", "success", "12 tests passed");
        planter.Pull(2, tomas, "2026-02-06T09:05:00Z", "refunds", "Ask a second person for large refunds", "For #1.");
        return planter.Repository;
    }

    private static Repository Small(GitHubState state, long id, string name, string description, Level members)
    {
        var planter = Make(state, id, name, description, isPrivate: true, members);
        planter.Commit("main", state.Others[1], "2026-01-08T09:00:00Z", "Begin", ("README.md", $"# {name}\n\n{description}.\n"));
        planter.Issue(1, state.Others[1], "2026-01-09T09:00:00Z", "Clean up", "When there is time.");
        return planter.Repository;
    }

    private static Planter Make(GitHubState state, long id, string name, string description, bool isPrivate, Level members)
    {
        var start = Planter.Instant("2026-01-06T08:00:00Z");
        var repository = new Repository
        {
            Id = id,
            Owner = state.Acme,
            Name = name,
            Description = description,
            CreatedAt = start,
            UpdatedAt = start,
            PushedAt = start,
            Private = isPrivate,
            MemberRole = members,
        };
        state.Repositories.Add(repository);
        return new Planter(state, repository);
    }
}
