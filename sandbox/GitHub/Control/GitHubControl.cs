using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Routes;
using Countersign.Sandbox.GitHub.Seed;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Control;

/// <summary>What tests may do to GitHub from outside: what colleagues and administrators would do there, and looking.</summary>
internal static class GitHubControl
{
    public static void Map(RouteGroupBuilder control, GitHubState state)
    {
        var group = control.MapGroup("/github");
        void Post(string path, Func<Order, IResult> act) => group.MapPost(path, context => AnswerAsync(context, state, act));

        Post("/repositories", order => Plant(order, state));
        Post("/push", order => Push(order, state));
        Post("/rename", order => order.On(repository => Rename(order, repository, state)));
        Post("/transfer", order => order.On(from => order.On(to => Transfer(order, from, to, state), "to")));
        Post("/issues", order => order.On(repository => Issue(order, repository, state)));
        Post("/comments", order => order.On(repository => Comment(order, repository, state)));
        Post("/checks", order => order.OnPull((repository, pull) => Check(order, repository, pull, state)));
        Post("/close", order => order.OnPull((_, pull) => Close(pull, state)));
        Post("/archive", order => order.On(repository => { repository.Archived = order.Flag("archived", true); return Done(); }));
        Post("/protect", order => order.On(repository =>
        {
            repository.Protections[order.Text("branch") ?? repository.DefaultBranch] = new Protection([.. order.List("checks")], order.Number("reviews"));
            return Done();
        }));
        AccessControl.Map(Post, state);
        Views.Map(group, state);
    }

    public static IResult Done() => Order.Json(new JsonObject { ["done"] = true });

    private static async Task AnswerAsync(HttpContext context, GitHubState state, Func<Order, IResult> act) =>
        await (await Order.RunAsync(context, state, act).ConfigureAwait(false)).ExecuteAsync(context).ConfigureAwait(false);

    private static IResult Plant(Order order, GitHubState state)
    {
        if ((order.Text("seed") ?? "shop") != "shop") return Order.Bad("The only seed is shop.");
        if (order.Text("name") is not { Length: > 0 } name) return Order.Bad("A name is wanted.");
        if (order.Account("owner") is not { } owner) return Order.Bad($"There is no account {order.Text("owner")}.");
        if (state.RepositoryBy(owner.Login, name) is not null) return Order.Bad($"{owner.Login}/{name} exists.");
        var repository = ShopSeed.Plant(state, owner, name, 710_000 + state.Repositories.Count);
        if (order.Account("person") is { } person)
        {
            repository.MemberRole = Level.None;
            repository.Collaborators[person.Login] = Level.Write;
        }

        foreach (var installation in state.Installations.Where(i => i.Account.Id == owner.Id)) installation.Selected?.Add(repository.Id);
        return Order.Json(new JsonObject { ["id"] = repository.Id, ["full_name"] = repository.FullName });
    }

    /// <summary>Somebody pushes: to a pull request's head, or to a branch.</summary>
    private static IResult Push(Order order, GitHubState state) => order.On(repository =>
    {
        var branch = order.Text("branch") ?? repository.Pull(order.Number("pull"))?.HeadRef;
        if (branch is null || repository.Branch(branch) is not { } tip) return Order.Bad("There is no such pull request or branch.");
        var files = Files.Of(repository.Objects, repository.Objects.Commit(tip)?.Tree ?? "");
        files[order.Text("path") ?? $"notes/{repository.Objects.Commits}.md"] = new FileAt("100644", repository.Objects.AddText(order.Text("content") ?? "One more thought.\n"));
        var who = MergeRoutes.Sign(state.Others[0], state.Now);
        var commit = repository.Objects.AddCommit(Files.Fold(repository.Objects, files), [tip], who, who, order.Text("message") ?? "Think again");
        repository.SetBranch(branch, commit.Sha, state.Now);
        return Order.Json(new JsonObject { ["branch"] = branch, ["before"] = tip, ["head"] = commit.Sha });
    });

    private static IResult Rename(Order order, Repository repository, GitHubState state)
    {
        if (order.Text("name") is not { Length: > 0 } name) return Order.Bad("A name is wanted.");
        if (state.RepositoryBy(repository.Owner.Login, name) is not null) return Order.Bad("That name is taken.");
        state.Former[repository.FullName] = repository;
        repository.Name = name;
        return Order.Json(new JsonObject { ["id"] = repository.Id, ["full_name"] = repository.FullName });
    }

    private static IResult Transfer(Order order, Repository from, Repository to, GitHubState state)
    {
        if (!from.Issues.TryGetValue(order.Number("issue"), out var issue) || issue is PullRequest) return Order.Bad($"There is no issue {order.Number("issue")}.");
        var number = to.NextNumber;
        to.Issues[number] = new Issue
        {
            Id = state.NextId(),
            Number = number,
            User = issue.User,
            Title = issue.Title,
            Body = issue.Body,
            Open = issue.Open,
            CreatedAt = issue.CreatedAt,
            UpdatedAt = state.Now,
            Comments = issue.Comments,
        };
        from.Issues.Remove(issue.Number);
        from.Transferred[issue.Number] = (to, number);
        return Order.Json(new JsonObject { ["repository"] = to.FullName, ["issue"] = number });
    }

    private static IResult Issue(Order order, Repository repository, GitHubState state)
    {
        var issue = new Issue
        {
            Id = state.NextId(),
            Number = repository.NextNumber,
            User = order.Account("by") ?? state.Others[2],
            Title = order.Text("title") ?? "A question",
            Body = order.Text("body"),
            CreatedAt = state.Now,
            UpdatedAt = state.Now,
        };
        repository.Issues[issue.Number] = issue;
        return Order.Json(new JsonObject { ["number"] = issue.Number });
    }

    private static IResult Comment(Order order, Repository repository, GitHubState state)
    {
        if (!repository.Issues.TryGetValue(order.Number("number"), out var issue)) return Order.Bad($"There is no issue {order.Number("number")}.");
        var comment = new Comment
        {
            Id = state.NextId(),
            User = order.Account("by") ?? state.Others[2],
            Body = order.Text("body") ?? "",
            CreatedAt = state.Now,
            UpdatedAt = state.Now,
        };
        issue.Comments.Add(comment);
        issue.UpdatedAt = state.Now;
        return Order.Json(new JsonObject { ["id"] = comment.Id });
    }

    private static IResult Check(Order order, Repository repository, PullRequest pull, GitHubState state)
    {
        new Planter(state, repository).Check(pull.HeadSha, order.Text("name") ?? "unit", order.Text("conclusion"), order.Text("summary") ?? "");
        return Done();
    }

    private static IResult Close(PullRequest pull, GitHubState state)
    {
        pull.Open = false;
        pull.ClosedAt = pull.UpdatedAt = state.Now;
        pull.ClosedBy = state.Others[0];
        return Done();
    }
}
