using System.Globalization;
using System.Text.Json;
using Countersign.Identity;
using Countersign.Scripts;
using Countersign.Scripts.Story;

namespace Countersign.Tests.Bench.Ground;

/// <summary>The app and the sandbox as processes of their own, the data of both in one folder, and people to act.</summary>
internal sealed class BenchWorld : IAsyncDisposable
{
    private readonly Scripts.Sandbox _sandbox;
    private readonly Api _control;
    private readonly HttpClient _http;
    private int _names;
    private Caller? _stored;

    private BenchWorld(string data, Scripts.Sandbox sandbox, App app, ModelStub model, Dictionary<string, string> settings)
    {
        (Data, _sandbox, App, Model, Settings) = (data, sandbox, app, model, settings);
        var control = sandbox.Control;
        _control = new Api(new Uri(new Uri(control.GetProperty("control").GetString()!), "/"), control.GetProperty("token").GetString());
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null }) { BaseAddress = new Uri(app.Url + "/") };
    }

    public string Data { get; }

    public App App { get; }

    /// <summary>What runs think with: it answers at once, so that what is measured is ours.</summary>
    public ModelStub Model { get; }

    /// <summary>The app's settings; an app of our own process is given the same.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    public static async Task<BenchWorld> OpenAsync(string data, CancellationToken ct)
    {
        var first = Ports.FreeRow(6);
        var sandbox = await Scripts.Sandbox.StartAsync(first + 2, Path.Combine(data, "sandbox"), $"http://127.0.0.1:{first}/callback", ["--ciba-interval", "1", "--pushes-per-minute", "10000"], ct);
        var model = await ModelStub.StartAsync();
        var settings = new Dictionary<string, string>(sandbox.Settings)
        {
            ["Model:Endpoint"] = model.Address, ["Egress:PrivateOrigins:9"] = model.Origin,
            ["Limits:RequestsPerSecond"] = "1000", ["Limits:Burst"] = "10000",
            ["Runs:MaxTurns"] = "200", ["Runs:MaxTokens"] = "10000000", ["Runs:MaxAtOnce"] = "1000", ["Approvals:PollsPerRound"] = "80",
        };
        var app = new App(first, data, settings);
        var world = new BenchWorld(data, sandbox, app, model, settings);
        await app.StartAsync(ct);
        return world;
    }

    /// <param name="app">Where the account is confirmed; null for the app's own process.</param>
    public async Task<Caller> CallerAsync(CancellationToken ct, HttpClient? app = null)
    {
        var name = $"bench{Interlocked.Increment(ref _names)}{(app is null ? "" : "i")}";
        var person = await ControlAsync("people", $$"""{"name":"{{name}}","enrolment":"confirmed","link_github":true,"install_github":true}""", ct);
        var token = (await ControlAsync("tokens", $$"""{"person":"{{name}}","expires_in":86400}""", ct)).GetProperty("access_token").GetString()!;
        var subject = person.GetProperty("sub").GetString()!;
        var caller = new Caller(app ?? _http, name, subject, PrincipalId.Of(Settings["Auth0:Issuer"], subject).Value, token) { Made = person };
        await caller.JsonAsync(HttpMethod.Post, "api/accounts/refresh", null, ct);
        await caller.JsonAsync(HttpMethod.Post, "api/accounts/github/confirm", $$"""{"account":"{{person.GetProperty("github_id")}}"}""", ct);
        caller.Shop = await ShopAsync(caller, ct);
        return caller;
    }

    /// <summary>Somebody with that many actions stored; the same one each time.</summary>
    public async Task<Caller> StoredCallerAsync(int actions, CancellationToken ct)
    {
        if (_stored is not null) return _stored;
        var caller = await CallerAsync(ct);
        await WithoutAppAsync(
            () => Child.RunAsync(
                "dotnet", [Build.Output("tests/Bench", "Countersign.Tests.Bench.dll"), "seed", caller.Principal, $"{actions}", .. Arguments()],
                "The seeder's own words stand above."),
            ct);
        return _stored = caller;
    }

    /// <summary>A new repository with issues 1 to 6 and pull request 7, which can be merged.</summary>
    public async Task<string> ShopAsync(Caller caller, CancellationToken ct)
    {
        var name = $"shop-{Interlocked.Increment(ref _names)}";
        await ControlAsync("github/repositories", $$"""{"owner":"acme","name":"{{name}}","person":"{{caller.Name}}"}""", ct);
        return $"acme/{name}";
    }

    public async Task<JsonElement> ControlAsync(string path, string? body, CancellationToken ct)
    {
        var reply = body is null ? await _control.GetAsync($"control/{path}", ct) : await _control.PostAsync($"control/{path}", body, ct);
        return reply.Ok ? reply.Json : throw new ScriptException($"The sandbox answered {path} with {(int)reply.Status}: {reply.Json}");
    }

    /// <summary>Stops the app, does something with its files, and starts it again.</summary>
    public async Task WithoutAppAsync(Func<Task> work, CancellationToken ct)
    {
        await App.StopAsync();
        await work();
        await App.StartAsync(ct);
    }

    /// <summary>Settings as the command line of a process takes them, with the folders of the app's own data.</summary>
    public IEnumerable<string> Arguments() =>
        App.ProcessEnvironment.Select(setting => string.Create(CultureInfo.InvariantCulture, $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}"));

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Model.DisposeAsync();
        await _sandbox.DisposeAsync();
        _control.Dispose();
        _http.Dispose();
    }
}
