using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Countersign.Actions;
using Countersign.Identity;
using Countersign.Runtime.Hosting;
using Countersign.Sandbox;
using Countersign.Storage;
using Countersign.Tests.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Countersign.Tests.Workflows.Actions;

/// <summary>The whole app on the real runtime and store, the sandbox beside it, both in this process and spoken to over real HTTP.</summary>
public class ActionsWorld : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("countersign-actions-").FullName;
    private readonly HttpClient _control = new();
    private SandboxHost _sandbox = null!; // set when the fixture starts
    private IHost? _host;
    private readonly string _signingKey = NewSigningKey();
    private int _repositories;

    public HttpClient Http { get; } = new();

    /// <summary>Of the app in this process.</summary>
    public IServiceProvider Services => _host?.Services ?? throw new InvalidOperationException("The app runs in a process of its own.");

    public SandboxHost Sandbox => _sandbox;

    public async Task InitializeAsync()
    {
        var folder = Path.Combine(_data, "sandbox");
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions { Port = 0, Data = folder, CibaInterval = 1, PushesPerMinute = 1000 }, CancellationToken.None);
        var control = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "control.json")))!;
        _control.BaseAddress = new Uri(control["control"]!.ToString().TrimEnd('/') + "/");
        _control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", control["token"]!.ToString());
        Http.BaseAddress = await StartAppAsync();
        foreach (var person in new[] { "ada", "grace" })
        {
            await ControlAsync("accounts", new JsonObject { ["person"] = person, ["action"] = "link" });
            var (caller, account) = (await PersonAsync(person), _sandbox.World.People.ByName(person)!.GitHub); // seeded
            Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(HttpMethod.Post, "/api/accounts/refresh")).Status);
            var (status, body) = await caller.SendAsync(HttpMethod.Post, "/api/accounts/github/confirm", $$"""{"account":"{{account.Id}}"}""");
            Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        }
    }

    public async Task DisposeAsync()
    {
        await StopAppAsync();
        Http.Dispose();
        _control.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>What the app writes, batch by batch.</summary>
    public CountedTables Tables => (CountedTables)Services.GetRequiredService<ITables>();

    /// <summary>Starts the app and says where it listens.</summary>
    protected virtual async Task<Uri> StartAppAsync()
    {
        var builder = FunctionsApplication.CreateBuilder([.. await SettingsAsync(), "--Runtime:Url=http://127.0.0.1:0"]);
        builder.Local.HostJson = HostJson.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "host.json")));
        builder.Local.Types = [.. typeof(ActRef).Assembly.GetExportedTypes().Where(IsOurs)];
        Countersign.Program.Compose(builder);
        Count(builder.Services);
        _host = builder.Build();
        await _host.StartAsync();
        return new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    protected virtual async Task StopAppAsync()
    {
        await _host!.StopAsync(); // started with the fixture
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    /// <summary>What the app is started with: the sandbox's settings, folders of its own, and leases of ten seconds.</summary>
    protected async Task<IReadOnlyList<string>> SettingsAsync()
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "sandbox", "settings.json")))!.AsObject();
        return
        [
            .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
            $"--Runtime:Data={Path.Combine(_data, "runtime")}", "--Runtime:DrainSeconds=2", $"--Storage:Directory={Path.Combine(_data, "app")}",
            "--Logging:LogLevel:Default=Critical", "--Actions:CallLimit=5", "--Actions:Settling=5",
            $"--Secrets:MasterKey={Convert.ToBase64String(SHA256.HashData("a master key for tests"u8))}", $"--Audit:SigningKey={_signingKey}",
        ];
    }

    public async Task<Person> PersonAsync(string name)
    {
        var token = (await ControlAsync("tokens", new JsonObject { ["person"] = name }))!["access_token"]!.ToString();
        var person = _sandbox.World.People.ByName(name)!; // seeded
        return new Person(this, name, PrincipalId.Of(_sandbox.Origins.Issuer, person.Sub), token);
    }

    /// <summary>A repository of its own for a test: pull request 7 can be merged.</summary>
    public async Task<string> ShopAsync()
    {
        var name = $"shop-{Interlocked.Increment(ref _repositories)}";
        await ControlAsync("github/repositories", new JsonObject { ["owner"] = "acme", ["name"] = name, ["person"] = "ada" });
        return $"acme/{name}";
    }

    public async Task<JsonNode?> ControlAsync(string path, JsonObject body)
    {
        using var response = await _control.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return text.Length > 0 ? JsonNode.Parse(text) : null;
    }

    /// <summary>Effects that the world saw in a repository.</summary>
    public async Task<int> EffectsAsync(string repository) =>
        (await _control.GetFromJsonAsync<JsonArray>("effects"))!.Count(effect => effect!["repository"]!.ToString() == repository);

    private static void Count(IServiceCollection services)
    {
        var store = services.Last(service => service.ServiceType == typeof(ITables)).ImplementationFactory!; // registered so
        services.AddSingleton<ITables>(provider => new CountedTables((ITables)store(provider)));
    }

    /// <summary>Waits until no fault of this kind is left: each has met a request.</summary>
    public Task FaultsMetAsync(string kind) => Eventually.ComesAsync(
        async () => (await _control.GetFromJsonAsync<JsonArray>("faults"))!.All(fault => fault!["kind"]!.ToString() != kind) ? (bool?)true : null,
        () => $"a request met {kind}");

    private static string NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static bool IsOurs(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Any(method => method.GetCustomAttribute<FunctionAttribute>() is not null);
}
