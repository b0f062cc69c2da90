using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Connectors.GitHub;
using Countersign.Egress;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Sandbox;
using Countersign.Sandbox.World;
using Countersign.Storage;
using Countersign.Vault;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Workflows.GitHub;

/// <summary>The tools against the sandbox's GitHub over real HTTP, each call let through the real gate and Egress. The clock is the tests'.</summary>
public sealed class LiveGitHub : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("countersign-tools-").FullName;
    private readonly HttpClient _control = new();
    private SandboxHost _sandbox = null!; // set when the fixture starts
    private ServiceProvider _services = null!; // as above
    private ActionGate _gate = null!; // as above
    private int _repositories;

    public SandboxWorld World => _sandbox.World;

    public ManualTime Time { get; } = new();

    internal ToolCatalog Tools { get; private set; } = null!; // as above

    internal Providers Providers { get; private set; } = null!; // as above

    internal IWhoIs WhoIs => _services.GetRequiredService<IWhoIs>();

    /// <summary>Where the sandbox's GitHub listens.</summary>
    internal Uri Origin { get; private set; } = null!; // set when the fixture starts

    internal GitHubClient Client => _services.GetRequiredService<GitHubClient>();

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions { Port = 0, Data = Path.Combine(_data, "sandbox"), Time = Time }, CancellationToken.None);
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "sandbox", "settings.json")))!.AsObject();
        var control = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "sandbox", "control.json")))!;
        _control.BaseAddress = new Uri(control["control"]!.ToString().TrimEnd('/') + "/");
        _control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", control["token"]!.ToString());
        Origin = new Uri(settings["GitHub:ApiOrigin"]!.ToString().TrimEnd('/') + "/");
        _services = Compose(settings);
        Tools = _services.GetRequiredService<ToolCatalog>();
        Providers = _services.GetRequiredService<Providers>();
        _gate = _services.GetRequiredService<ActionGate>();
    }

    public async Task DisposeAsync()
    {
        _control.Dispose();
        await _services.DisposeAsync();
        await _sandbox.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A repository of its own for a test: issues 1 to 6, pull requests from 7 on, <c>main</c> the default branch.</summary>
    internal async Task<Shop> ShopAsync(string person = "ada")
    {
        var name = $"shop-{Interlocked.Increment(ref _repositories)}";
        var made = await ControlAsync("repositories", new JsonObject { ["owner"] = "acme", ["name"] = name, ["person"] = person });
        return new Shop(this, $"acme/{name}", made!["id"]!.GetValue<long>(), person);
    }

    /// <summary>What colleagues do at GitHub, under /control/github.</summary>
    internal Task<JsonNode?> ControlAsync(string path, JsonObject body) => TellAsync("github/" + path, body);

    /// <summary>Anything of the control API.</summary>
    internal async Task<JsonNode?> TellAsync(string path, JsonObject body)
    {
        using var response = await _control.PostAsJsonAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadAsStringAsync() is { Length: > 0 } text ? JsonNode.Parse(text) : null;
    }

    internal async Task<JsonNode> SeeAsync(string path) => (await _control.GetFromJsonAsync<JsonNode>($"github/{path}"))!; // fails when not there

    internal Connectors.ProviderAccount AccountOf(string person) => Of(World.People.ByName(person)!.GitHub); // a seeded person

    internal Countersign.Vault.ProviderToken TokenOf(string person) => new(World.ProviderTokens.Grant(World.People.ByName(person)!.GitHub).Access.Text); // as above

    internal async Task<AuthorizedAction> PassAsync(ToolDeclaration tool, string person, Purpose purpose = Purpose.Read, string? account = null, Subject? subject = null)
    {
        var passage = await _gate.ReadAsync(
            new ReadRequest
            {
                Principal = Principal(person), Run = RunId.New(Time), Tool = tool, Connection = tool.Connection,
                Account = purpose == Purpose.WhoIs ? null : account ?? AccountOf(person).Id, Purpose = purpose, Subject = subject ?? Caller, Facts = Facts(tool, person),
            },
            CancellationToken.None);
        return Assert.IsType<Passage.Open>(passage).Action;
    }

    internal async Task<AuthorizedAction> PassWriteAsync(ToolDeclaration tool, string person, JsonElement arguments, JsonElement resolved, ActionId id, TimeSpan within)
    {
        var action = new ProposedAction
        {
            Id = id, Tenant = "https://tenant.example/", Principal = Principal(person), Agent = "direct", AgentVersion = "1", Run = RunId.New(Time), Project = null,
            Door = "api", Tool = tool.Name, ToolContract = tool.ContractHash, Connection = tool.Connection, Account = AccountOf(person).Id, Arguments = arguments,
            Resolved = resolved, EffectKey = id.Value, ProposedAt = Time.GetUtcNow(),
        };
        var passage = await _gate.WriteAsync(
            new WriteRequest
            {
                Action = action, Digest = ActionDigest.Of(action), Tool = tool, Facts = Facts(tool, person), Subject = Caller, Approval = ApprovalId.New(Time),
                SendBefore = Time.GetUtcNow() + within,
            },
            (_, _) => Task.FromResult(GateCommit.Committed), CancellationToken.None);
        return Assert.IsType<Passage.Open>(passage).Action;
    }

    private static readonly Subject Caller = new Subject.Caller(new AccessToken("not used here"));

    private static PrincipalId Principal(string person) => PrincipalId.Of("https://tenant.example/", person);

    private static Connectors.ProviderAccount Of(Countersign.Sandbox.World.ProviderAccount account) =>
        new(account.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), account.Login);

    private ActionFacts Facts(ToolDeclaration tool, string person) => new()
    {
        Principal = Principal(person), Tool = tool.Name, Risk = tool.Risk, Agent = "direct", Connection = tool.Connection, Door = "api", Present = true,
        Now = Time.GetUtcNow(),
    };

    /// <summary>The app's own composition up to the connectors, on the settings that the sandbox wrote.</summary>
    private ServiceProvider Compose(JsonObject settings)
    {
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value?.ToString())));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Directory"] = Path.Combine(_data, "app"),
            ["Secrets:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Audit:SigningKey"] = signing.ExportPkcs8PrivateKeyPem(),
        });
        builder.AddStorage();
        builder.AddEgress();
        builder.AddIdentity();
        builder.AddAudit();
        builder.AddPolicies();
        builder.AddGate();
        builder.AddVault();
        builder.AddConnectors();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IGateFact, Vouches>();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>The approval that these tests say was given.</summary>
    private sealed class Vouches : IApprovalFact
    {
        public ValueTask<GateRefusal?> CheckAsync(GateSubject subject, CancellationToken ct) => new((GateRefusal?)null);
    }
}
