using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Hosting;

namespace Countersign.Storage.Sealing;

/// <summary>Before anything starts: the master key is there and is the one this store was begun with. The store keeps a known text wrapped by it.</summary>
internal sealed class MasterKeyCheck(MasterKey key, ITables tables) : IHostedLifecycleService
{
    private const string Known = "countersign.master.v1";

    /// <exception cref="InvalidOperationException">Another key: the process does not start.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var row = await tables.ReadAsync(KeyRing.Table, "master", "check", cancellationToken);
        if (row is null)
        {
            var ring = await tables.QueryAsync(KeyRing.Table, KeyRing.Partition, new KeyRange("-", "~"), 1, null, cancellationToken);
            if (ring.Rows.Count > 0) throw new InvalidOperationException("The store has a key ring and no record of its master key. Restore the store.");
            var value = JsonSerializer.SerializeToUtf8Bytes(Convert.ToBase64String(key.Wrap(System.Text.Encoding.UTF8.GetBytes(Known))), SealingJson.Default.String);
            await tables.WriteAsync(KeyRing.Table, "master", [new Change.Insert("check", value)], cancellationToken);
            return;
        }

        try
        {
            key.Unwrap(Convert.FromBase64String(JsonSerializer.Deserialize(row.Value.Span, SealingJson.Default.String)!)); // written above
        }
        catch (CryptographicException)
        {
            throw new InvalidOperationException("The master key is not the one this store was begun with. Set the right one; a new one opens nothing that is sealed.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
