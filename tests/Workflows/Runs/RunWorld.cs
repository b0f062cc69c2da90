using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Runs;
using Countersign.Runtime.Durable;
using Countersign.Sandbox;
using Countersign.Sandbox.World;
using Countersign.Storage;
using Countersign.Tests.Workflows.Host;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Workflows.Runs;

/// <summary>The whole app on the real runtime and the real store, beside a sandbox in this process; both go by one clock. It can be killed.</summary>
public class RunWorld : IAsyncLifetime, IAsyncDisposable
{
    private static readonly string Pem = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem();
    private static readonly string MasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static int s_names;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-runs-");
    private readonly HttpClient _control = new();
    private readonly (string Name, string Value)[] _more;
    private Dictionary<string, string?> _settings = [];
    private HostUnderTest _host = null!; // started before anybody has the world

    public RunWorld()
        : this(more: [])
    {
    }

    /// <param name="more">Further settings of the app.</param>
    protected RunWorld(params (string Name, string Value)[] more) => _more = more;

    public SandboxHost Sandbox { get; private set; } = null!; // as above

    public Func<string, Func<Task>, Task>? AroundActivity { get; set; }

    /// <summary>Called with the number of each commit of the durable history, before anybody learns of it.</summary>
    public Action<long>? AfterCommit { get; set; }

    /// <summary>Called on the orchestrator's thread before each turn: nothing of the turn is written until it returns.</summary>
    public Action? BeforeTurn { get; set; }

    internal ShiftedTime Time { get; } = new();

    internal CautiousPolicy Policy { get; } = new();

    internal KillableTables Tables => (KillableTables)Get<ITables>();

    internal DurableEngine Engine => Get<DurableEngine>();

    public DurableTaskClient Client => Get<DurableTaskClient>();

    public HttpClient Http => _host.Http;

    /// <summary>The app's database.</summary>
    public string AppFile => Path.Combine(_folder.FullName, "app", "app.db");

    public static async Task<RunWorld> StartAsync(params (string Name, string Value)[] settings)
    {
        var world = new RunWorld(settings);
        await world.InitializeAsync();
        return world;
    }

    public async Task InitializeAsync()
    {
        Sandbox = await SandboxHost.StartAsync(
            new SandboxOptions { Port = 0, Data = Path.Combine(_folder.FullName, "sandbox"), CibaInterval = 1, PushesPerMinute = 1000, Time = Time }, CancellationToken.None);
        _settings = JsonSerializer.Deserialize<Dictionary<string, string?>>(await File.ReadAllTextAsync(Path.Combine(Sandbox.World.Options.Data, "settings.json")))!;
        foreach (var (name, value) in _more) _settings[name] = value;
        var control = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Sandbox.World.Options.Data, "control.json")))!;
        _control.BaseAddress = new Uri(control["control"]!.ToString().TrimEnd('/') + "/");
        _control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", control["token"]!.ToString());
        await OpenAsync();
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>As a kill of the process: what is not durable is lost. Another process has to be opened.</summary>
    public async Task KillAsync()
    {
        Tables.Cut();
        await Engine.AbandonAsync();
        await _host.DisposeAsync();
    }

    public async Task OpenAsync()
    {
        var builder = FunctionsApplication.CreateBuilder(
            ["--Runtime:Url=http://127.0.0.1:0", $"--Runtime:Data={Path.Combine(_folder.FullName, "runtime")}", "--Runtime:DrainSeconds=5", "--Logging:LogLevel:Default=Critical"]);
        builder.Local.Types = typeof(RunOrchestration).Assembly.GetTypes();
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Directory"] = Path.Combine(_folder.FullName, "app"), ["Secrets:MasterKey"] = MasterKey, ["Audit:SigningKey"] = Pem,
            ["Audit:CheckpointFile"] = Path.Combine(_folder.FullName, "checkpoints.jsonl"), ["App:PublicUrl"] = "http://127.0.0.1/",
            ["Limits:RequestsPerSecond"] = _settings.GetValueOrDefault("Limits:RequestsPerSecond", "1000"), ["Limits:Burst"] = _settings.GetValueOrDefault("Limits:Burst", "1000"),
        });
        builder.Services.AddSingleton<TimeProvider>(Time);
        Countersign.Program.Compose(builder);
        builder.Services.AddSingleton<IPolicy>(Policy);
        builder.UseMiddleware((context, next) =>
        {
            if (IsTriggeredBy(context, "orchestrationTrigger")) BeforeTurn?.Invoke();
            return AroundActivity is { } around && IsTriggeredBy(context, "activityTrigger") ? around(context.FunctionDefinition.Name, next) : next();
        });
        var tables = builder.Services.Last(service => service.ServiceType == typeof(ITables)).ImplementationFactory!; // registered so
        builder.Services.AddSingleton<ITables>(services => new KillableTables((ITables)tables(services), Time));
        builder.Services.AddSingleton(services => new DurableEngine(
            services.GetRequiredService<DurableOptions>(), services.GetRequiredService<IFunctionInvoker>(), services.GetRequiredService<DataConverter>(), Time,
            services.GetRequiredService<ILoggerFactory>())
        { AfterCommit = number => AfterCommit?.Invoke(number) });
        _host = await HostUnderTest.StartAsync(builder);
    }

    /// <summary>Somebody new, signed in, with an enrolled phone and, unless told otherwise, GitHub linked and confirmed.</summary>
    public async Task<Member> MemberAsync(bool linked = true)
    {
        var name = $"runner{Interlocked.Increment(ref s_names)}";
        var made = await ControlAsync("people", new JsonObject { ["name"] = name, ["enrolment"] = "confirmed", ["install_github"] = true });
        var token = await TokenAsync(name);
        var principal = PrincipalId.Of(Sandbox.Origins.Issuer, (string)made!["sub"]!);
        var member = new Member(this, name, principal, token, made["github_id"]!.ToString());
        await member.GetAsync("api/accounts");
        if (linked) await member.LinkAsync();
        return member;
    }

    public async Task<string> TokenAsync(string person, int? seconds = null)
    {
        var order = new JsonObject { ["person"] = person };
        if (seconds is { } life) order["expires_in"] = life;
        return (string)(await ControlAsync("tokens", order))!["access_token"]!;
    }

    /// <summary>A repository of the test's own: issues 1 to 6 (3 carries an injected instruction), pull requests from 7 on.</summary>
    public async Task<string> ShopAsync(Member member)
    {
        var name = $"till-{Interlocked.Increment(ref s_names)}";
        await ControlAsync("github/repositories", new JsonObject { ["owner"] = "acme", ["name"] = name, ["person"] = member.Name });
        return $"acme/{name}";
    }

    /// <summary>A fault of the model's, for requests about <paramref name="about"/>.</summary>
    public Task FaultAsync(string kind, string about, int times = 1, params (string Name, string Value)[] arguments)
    {
        var fault = new JsonObject { ["kind"] = kind, ["contains"] = about, ["times"] = times };
        foreach (var (name, value) in arguments) fault[name] = value;
        return ControlAsync("faults", fault);
    }

    public IReadOnlyList<Effect> EffectsOn(string repository) => [.. Sandbox.World.Effects.All.Where(effect => effect.Repository == repository)];

    public async Task<JsonNode?> ControlAsync(string path, JsonObject body)
    {
        using var response = await _control.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public async Task<JsonNode?> SeeAsync(string path) => JsonNode.Parse(await _control.GetStringAsync(path));

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _host.DisposeAsync();
        await Sandbox.DisposeAsync();
        _control.Dispose();
        _folder.Delete(recursive: true);
    }

    private static bool IsTriggeredBy(FunctionContext context, string trigger) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == trigger);
}
