using System.Security.Cryptography;
using Countersign.Storage;
using Countersign.Storage.Sealing;
using Countersign.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Countersign.Tests.Unit.Storage;

public sealed class SealingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_sealed_opens_for_its_purpose_alone_and_after_a_restart()
    {
        var purpose = new SealPurpose("run-grant", "p_ada", "run_1", _time.GetUtcNow().AddHours(1));
        string text;
        await using (var first = await StartAsync(_key))
        {
            text = first.Sealer.Seal(purpose, "secret"u8);
            Assert.Equal("secret"u8.ToArray(), first.Sealer.Open(purpose, text));
        }

        await using var second = await StartAsync(_key);
        Assert.Equal("secret"u8.ToArray(), second.Sealer.Open(purpose, text));
        Assert.Null(second.Sealer.Open(purpose with { Kind = "approval-grant" }, text));
        Assert.Null(second.Sealer.Open(purpose with { Person = "p_grace" }, text));
        Assert.Null(second.Sealer.Open(purpose with { Scope = "run_2" }, text));
        Assert.Null(second.Sealer.Open(purpose with { Expires = purpose.Expires.AddHours(1) }, text));
        Assert.Null(second.Sealer.Open(purpose, text[..^2] + "AA"));
        Assert.Null(second.Sealer.Open(purpose, "no base 64 at all!"));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(second.Sealer.Open(purpose, text));
    }

    [Fact]
    public async Task Another_master_key_does_not_start_on_this_store()
    {
        await using (var first = await StartAsync(_key)) first.Sealer.Seal(new SealPurpose("k", "p", "s", _time.GetUtcNow().AddHours(1)), "x"u8);
        var other = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        Assert.Contains("not the one", (await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(other))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Set Secrets:MasterKey")]
    [InlineData("dG9vIHNob3J0", "not 32 bytes")]
    [InlineData("no base 64 !", "not 32 bytes")]
    public async Task Without_a_usable_master_key_nothing_starts(string? key, string says) =>
        Assert.Contains(says, (await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(key))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_key_file_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        var file = Path.Combine(_folder.Path, "master.key");
        await File.WriteAllTextAsync(file, _key);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("others can read", (await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(null, file))).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        await (await StartAsync(null, file)).DisposeAsync();
        Assert.Contains("does not exist", (await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(null, file + "x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_ring_rests_wrapped()
    {
        await using var started = await StartAsync(_key);
        started.Sealer.Seal(new SealPurpose("k", "p", "s", _time.GetUtcNow().AddHours(1)), "x"u8);
        var rows = (await started.Tables.QueryAsync("keys", "ring", new KeyRange("-", "~"), 10, null, default)).Rows;
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.DoesNotContain("masterKey", System.Text.Encoding.UTF8.GetString(row.Value.Span), StringComparison.Ordinal));
    }

    private async Task<Started> StartAsync(string? key, string? file = null)
    {
        var tables = new SqliteTables(Path.Combine(_folder.Path, "data"));
        try
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
                new Dictionary<string, string?> { ["Secrets:MasterKey"] = key, ["Secrets:MasterKeyFile"] = file }).Build());
            services.AddSingleton<TimeProvider>(_time);
            services.AddSingleton<ITables>(tables);
            services.AddSealing();
            var provider = services.BuildServiceProvider();
            foreach (var check in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>()) await check.StartingAsync(default);
            return new Started(provider, tables);
        }
        catch
        {
            tables.Dispose();
            throw;
        }
    }

    private sealed record Started(ServiceProvider Provider, SqliteTables Tables) : IAsyncDisposable
    {
        public ISealer Sealer => Provider.GetRequiredService<ISealer>();

        public async ValueTask DisposeAsync()
        {
            await Provider.DisposeAsync();
            Tables.Dispose();
        }
    }
}
