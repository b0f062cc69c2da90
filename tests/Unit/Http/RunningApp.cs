using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Sandbox;
using Countersign.Tests.Unit.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Countersign.Tests.Unit.Http;

/// <summary>The app as it is composed, on the local runtime, beside a sandbox; both in this process on free ports.</summary>
public sealed class RunningApp : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _control = new();
    private SandboxHost? _sandbox;
    private IHost? _host;

    public string Folder => _folder.Path;

    public IServiceProvider Services => _host!.Services; // started before every test

    public HttpClient Http { get; private set; } = new();

    public async Task InitializeAsync()
    {
        var data = Path.Combine(_folder.Path, "sandbox");
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions { Port = 0, Data = data }, CancellationToken.None);
        var control = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "control.json"))).RootElement;
        _control.BaseAddress = new Uri(control.GetProperty("control").GetString()!.TrimEnd('/') + "/"); // the sandbox writes it
        _control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", control.GetProperty("token").GetString());
        var settings = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(Path.Combine(data, "settings.json")))!; // the sandbox writes it
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        settings["Runtime:Url"] = "http://127.0.0.1:0";
        settings["Runtime:Data"] = Path.Combine(_folder.Path, "runtime");
        settings["Runtime:InspectionPort"] = "0";
        settings["Runtime:Assembly"] = "Countersign.Functions";
        settings["Storage:Directory"] = Path.Combine(_folder.Path, "app");
        settings["Secrets:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        settings["Audit:SigningKey"] = key.ExportPkcs8PrivateKeyPem();
        settings["Audit:CheckpointFile"] = Path.Combine(_folder.Path, "checkpoints.jsonl");
        settings["App:WebFolder"] = Path.Combine(_folder.Path, "web");
        settings["Limits:Burst"] = "60";
        _host = Program.Compose(FunctionsApplication.CreateBuilder([.. settings.Select(setting => $"--{setting.Key}={setting.Value}")])).Build();
        await _host.StartAsync();
        var address = _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(); // it has started
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        _control.Dispose();
        if (_host is not null) await _host.StopAsync();
        _host?.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A token as the tenant would give it, or spoilt in the way <paramref name="more"/> says.</summary>
    public async Task<string> TokenAsync(string person, params (string Name, object Value)[] more)
    {
        var request = more.ToDictionary(pair => pair.Name, pair => pair.Value);
        request["person"] = person;
        using var response = await _control.PostAsJsonAsync(new Uri("tokens", UriKind.Relative), request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!; // it has one
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? token) => SendAsync(HttpMethod.Get, path, token);
}
