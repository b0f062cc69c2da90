using System.Text.Json.Nodes;
using Countersign.Sandbox.Control;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Routes;
using Countersign.Sandbox.GitHub.Seed;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Control;

/// <summary>What tests may do to GitHub from outside: what colleagues and administrators would do there.</summary>
internal sealed class GitHubControl(GitHubState state)
{
    public void Map(RouteGroupBuilder control)
    {
        var group = control.MapGroup("/github");
        void Post(string path, Func<ControlRequest, JsonNode?> act) => group.MapPost(path, Naming.Handle(state, (_, request) => act(request)));

        Post("/repositories", Plant);
        Post("/push", Push);
        Post("/rename", Rename);
        Post("/transfer", Transfer);
        Post("/issues", OpenIssue);
        Post("/comments", Comment);
        Post("/checks", Check);
        Post("/close", Close);
        Post("/archive", Archive);
        Post("/protect", Protect);
        new AccessControl(state).Map(Post);
        new Strangers(state).Map(Post);
        new Views(state).Map(group);
    }

    /// <summary>A copy of the shop under a new name: <c>{"owner","name","seed":"shop","person"?}</c>; with a person it is theirs to write to and nobody else's.</summary>
    private JsonObject Plant(ControlRequest request)
    {
        if ((request.Text("seed") ?? "shop") != "shop") throw new ControlException("'seed' is shop.");
        var (owner, name) = (request.Account(state, "owner"), request.Required("name"));
        if (state.RepositoryBy(owner.Login, name) is not null) throw new ControlException($"{owner.Login}/{name} exists.") { Status = 409 };
        var repository = ShopSeed.Plant(state, owner, name, 710_000 + state.Repositories.Count);
        if (request.AccountOrNull(state, "person") is { } person)
        {
            repository.MemberRole = Level.None;
            repository.Collaborators[person.Login] = Level.Write;
        }

        foreach (var installation in state.Installations.Where(i => i.Account.Id == owner.Id)) installation.Selected?.Add(repository.Id);
        return Named(repository);
    }

    /// <summary>Somebody pushes: to a pull request's head, or to a branch.</summary>
    private JsonObject Push(ControlRequest request)
    {
        var repository = request.Repository(state);
        var branch = request.Text("branch") ?? request.Pull(repository).HeadRef;
        if (repository.Branch(branch) is not { } tip) throw Naming.Missing($"There is no branch '{branch}'.");
        var objects = repository.Objects;
        var files = Files.Of(objects, objects.Commit(tip)?.Tree ?? "");
        files[request.Text("path") ?? $"notes/{objects.Commits}.md"] = new FileAt("100644", objects.AddText(request.Text("content") ?? "One more thought.\n"));
        var who = MergeRoutes.Sign(state.Others[0], state.Now);
        var commit = objects.AddCommit(Files.Fold(objects, files), [tip], who, who, request.Text("message") ?? "Think again");
        repository.SetBranch(branch, commit.Sha, state.Now);
        return new JsonObject { ["branch"] = branch, ["before"] = tip, ["head"] = commit.Sha };
    }

    private JsonObject Rename(ControlRequest request)
    {
        var (repository, name) = (request.Repository(state), request.Required("name"));
        if (state.RepositoryBy(repository.Owner.Login, name) is not null) throw new ControlException($"'{name}' is taken.") { Status = 409 };
        state.Former[repository.FullName] = repository;
        repository.Name = name;
        return Named(repository);
    }

    private JsonObject Transfer(ControlRequest request)
    {
        var (from, to, old) = (request.Repository(state), request.Repository(state, "to"), request.Number("issue") ?? 0);
        if (!from.Issues.TryGetValue(old, out var issue) || issue is PullRequest) throw Naming.Missing($"There is no issue {old}.");
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
        from.Issues.Remove(old);
        from.Transferred[old] = (to, number);
        return new JsonObject { ["repository"] = to.FullName, ["issue"] = number };
    }

    private JsonObject OpenIssue(ControlRequest request)
    {
        var repository = request.Repository(state);
        var issue = new Issue
        {
            Id = state.NextId(),
            Number = repository.NextNumber,
            User = new Strangers(state).Who(request),
            Title = request.Text("title") ?? "A question",
            Body = request.Text("body"),
            CreatedAt = state.Now,
            UpdatedAt = state.Now,
            Labels = request.Text("label") is { } label ? [new Label(state.NextId(), label, "ededed", null)] : [],
        };
        repository.Issues[issue.Number] = issue;
        return new JsonObject { ["number"] = issue.Number };
    }

    private JsonObject Comment(ControlRequest request)
    {
        var repository = request.Repository(state);
        if (!repository.Issues.TryGetValue(request.Number("number") ?? 0, out var issue)) throw Naming.Missing($"There is no issue {request.Number("number")}.");
        var comment = new Comment
        {
            Id = state.NextId(),
            User = new Strangers(state).Who(request),
            Body = request.Text("body") ?? "",
            CreatedAt = state.Now,
            UpdatedAt = state.Now,
        };
        issue.Comments.Add(comment);
        issue.UpdatedAt = state.Now;
        return new JsonObject { ["id"] = comment.Id };
    }

    /// <summary>A check run on a pull request's head; without a conclusion it is still going.</summary>
    private JsonNode? Check(ControlRequest request)
    {
        var repository = request.Repository(state);
        new Planter(state, repository).Check(request.Pull(repository).HeadSha, request.Text("name") ?? "unit", request.Text("conclusion"), request.Text("summary") ?? "");
        return null;
    }

    private JsonNode? Close(ControlRequest request)
    {
        var pull = request.Pull(request.Repository(state));
        pull.Open = false;
        pull.ClosedAt = pull.UpdatedAt = state.Now;
        pull.ClosedBy = state.Others[0];
        return null;
    }

    private JsonNode? Archive(ControlRequest request)
    {
        request.Repository(state).Archived = request.Flag("archived") ?? true;
        return null;
    }

    private JsonNode? Protect(ControlRequest request)
    {
        var repository = request.Repository(state);
        repository.Protections[request.Text("branch") ?? repository.DefaultBranch] =
            new Protection([.. (request.List("checks") ?? []).Select(c => c?.ToString() ?? "")], request.Number("reviews") ?? 0);
        return null;
    }

    private static JsonObject Named(Repository repository) => new() { ["id"] = repository.Id, ["full_name"] = repository.FullName };
}
