using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Accounts;
using Countersign.Actions;
using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Egress;
using Countersign.Gate;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Sandbox;
using Countersign.Sandbox.Tenant.Ciba;
using Countersign.Storage;
using Countersign.Tests.Workflows.Host;
using Countersign.Vault;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Workflows.Approvals;

/// <summary>The room of approvals on the real runtime and the real store, against the sandbox's tenant in this process.</summary>
internal sealed class ApprovalWorld : IAsyncDisposable
{
    private static readonly string Pem = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem();
    private static readonly string MasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static int s_people;

    private readonly Dictionary<string, string?> _settings;
    private HostUnderTest _host = null!; // set before anybody has the world

    private readonly bool _watched;

    private ApprovalWorld(SandboxHost sandbox, string data, Dictionary<string, string?> settings, bool watched) =>
        (Sandbox, Data, _settings, _watched) = (sandbox, data, settings, watched);

    public SandboxHost Sandbox { get; }

    /// <summary>The folder of both databases.</summary>
    public string Data { get; }

    public DurableTaskClient Client => Get<DurableTaskClient>();

    public ApprovalBook Book => Get<ApprovalBook>();

    public static Task<ApprovalWorld> StartAsync(params (string Name, string Value)[] settings) => StartAsync(watched: true, settings);

    /// <param name="watched">Whether the Poller is looked after every minute.</param>
    public static async Task<ApprovalWorld> StartAsync(bool watched, params (string Name, string Value)[] settings)
    {
        var sandbox = await SandboxHost.StartAsync(
            new SandboxOptions { Port = 0, Data = Directory.CreateTempSubdirectory("sandbox-").FullName, CibaInterval = 1, PushesPerMinute = 100 }, CancellationToken.None);
        var own = JsonSerializer.Deserialize<Dictionary<string, string?>>(await File.ReadAllTextAsync(Path.Combine(sandbox.World.Options.Data, "settings.json")))!;
        own["Approvals:Expiry"] = "60";
        foreach (var (name, value) in settings) own[name] = value;
        var world = new ApprovalWorld(sandbox, Directory.CreateTempSubdirectory("approvals-").FullName, own, watched);
        await world.StartHostAsync();
        return world;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>The process ends and another one begins on the same data.</summary>
    public async Task RestartAsync()
    {
        await _host.DisposeAsync();
        await StartHostAsync();
    }

    /// <summary>Somebody new, signed in, known to the app.</summary>
    public async Task<Someone> SomeoneAsync(string enrolment = "confirmed", bool installed = true)
    {
        var name = $"person{Interlocked.Increment(ref s_people)}";
        var made = await ControlAsync("people", new JsonObject { ["name"] = name, ["enrolment"] = enrolment, ["install_github"] = installed });
        var token = (string)(await ControlAsync("tokens", new JsonObject { ["person"] = name }))!["access_token"]!;
        var subject = (string)made!["sub"]!;
        var principal = PrincipalId.Of(Sandbox.Origins.Issuer, subject);
        var someone = new Someone(name, new Caller(principal, subject, new AccessToken(token), TimeProvider.System.GetUtcNow().AddHours(1), "web"), token, made["github_id"]!.ToString());
        using var known = await SendAsync(HttpMethod.Get, "api/approvals", someone);
        Assert.True(known.IsSuccessStatusCode, await known.Content.ReadAsStringAsync());
        return someone;
    }

    /// <summary>A stepped-up action, opened, with its grant and somebody who waits for the answer.</summary>
    public async Task<ApprovalId> ProposeAsync(Someone someone, RunId? run = null, string pull = "7", bool waits = true)
    {
        var opening = await OpenAsync(someone, run ?? NewRun(), pull);
        var opened = Assert.IsType<Opening.Opened>(opening);
        if (waits) await AwaitAsync(someone, opened.Approval);
        return opened.Approval;
    }

    public async Task<Opening> OpenAsync(Someone someone, RunId run, string pull = "7")
    {
        var time = TimeProvider.System;
        var action = new ProposedAction
        {
            Id = ActionId.New(time), Tenant = Sandbox.Origins.Issuer, Principal = someone.Id, Agent = "assistant", AgentVersion = "1", Run = run, Project = null,
            Door = "chat", Tool = ToolName.Parse("github.merge_pull_request"), ToolContract = new string('c', 64), Connection = ConnectionName.Parse("github"),
            Account = "1001", Arguments = JsonSerializer.SerializeToElement(new { number = pull }), Resolved = JsonSerializer.SerializeToElement(new { head = "0a1b" }),
            EffectKey = "key", ProposedAt = time.GetUtcNow(),
        };
        var summary = new ActionSummary
        {
            Verb = "Merge pull request", Identifiers = [new("Repository", "acme/shop"), new("Number", pull)], FreeTexts = [new("Title", "Fix the till\nsecond line")],
            Url = $"https://github.com/acme/shop/pull/{pull}",
        };
        while (true)
        {
            var batch = new PersonBatch();
            var opening = await Book.OpenAsync(batch, new StepUpRequest(action, ActionDigest.Of(action), summary, [], "Writes are stepped up."), CancellationToken.None);
            if (opening is not Opening.Opened) return opening;
            await Get<Grants>().SealAsync(batch, someone.Caller, run, "assistant", CancellationToken.None);
            if (await Get<Trail>().CommitAsync(someone.Id, batch, CancellationToken.None) is CommitResult.Committed) return opening;
        }
    }

    public static RunId NewRun() => RunId.New(TimeProvider.System);

    /// <summary>Starts who waits for the answer, as Act would.</summary>
    public async Task AwaitAsync(Someone someone, ApprovalId id) => await Client.ScheduleNewOrchestrationInstanceAsync(
        nameof(WaitingAction.WaitForAnswer), new ApprovalRef(someone.Id.Value, id.Value), new StartOrchestrationOptions((await RowAsync(someone, id)).Instance));

    public async Task<ApprovalRow> RowAsync(Someone someone, ApprovalId id) => (await Book.ReadAsync(someone.Id, id, CancellationToken.None))!.Value;

    public async Task<TState> UntilAsync<TState>(Someone someone, ApprovalId id, Func<TState, bool>? also = null)
        where TState : ApprovalState
    {
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(60);
        while (true)
        {
            var row = await RowAsync(someone, id);
            if (row.State is TState state && also?.Invoke(state) != false) return state;
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, $"It is still {row.State}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Whoever waited has been told, and read the row.</summary>
    public async Task ToldAsync(Someone someone, ApprovalId id) =>
        await Client.WaitForInstanceCompletionAsync((await RowAsync(someone, id)).Instance).WithinDeadlineAsync();

    public IReadOnlyList<Push> PushesOf(Someone someone) => [.. Sandbox.Tenant.Pushes.All.Where(push => push.Person.Name == someone.Name).OrderBy(push => push.CreatedAt)];

    public void Answer(Someone someone, bool approve) => Assert.Equal(AnswerOutcome.Taken, Sandbox.Tenant.Pushes.Answer(PushesOf(someone)[^1].Id, approve));

    public Task FaultAsync(string kind, Someone someone, params (string Name, int Value)[] arguments)
    {
        var fault = new JsonObject { ["kind"] = kind, ["match"] = new JsonObject { ["person"] = someone.Name } };
        foreach (var (name, value) in arguments) fault[name] = value;
        return ControlAsync("faults", fault);
    }

    public async Task<JsonNode?> ControlAsync(string path, JsonObject body)
    {
        var control = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Sandbox.World.Options.Data, "control.json")))!;
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", (string)control["token"]!) } };
        using var response = await http.PostAsJsonAsync(new Uri(((string)control["control"]!).TrimEnd('/') + "/" + path), body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Someone someone, string? key = null, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", someone.Token) } };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await _host.Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private async Task StartHostAsync()
    {
        Type[] functions =
        [
            typeof(ApiApprovals), typeof(AskApproval), typeof(Poller), typeof(PollApprovals), typeof(SweepGrants), typeof(WaitingAction), typeof(ApiAccounts), typeof(ApiPhone),
            .. _watched ? [typeof(PollerWatch)] : Type.EmptyTypes,
        ];
        var builder = HostUnderTest.Builder(Data, functions);
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Directory"] = Path.Combine(Data, "app"), ["Secrets:MasterKey"] = MasterKey, ["Audit:SigningKey"] = Pem,
            ["Limits:RequestsPerSecond"] = "100", ["Limits:Burst"] = "200",
        });
        builder.AddStorage().AddEgress().AddIdentity().AddHttp().AddAudit().AddPolicies().AddGate().AddVault();
        builder.AddConnectors().AddApprovals().AddActions().AddAccounts();
        _host = await HostUnderTest.StartAsync(builder);
    }
}

/// <summary>A person of the sandbox, signed in.</summary>
internal sealed record Someone(string Name, Caller Caller, string Token, string GitHubId)
{
    public PrincipalId Id => Caller.Principal;
}
