using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using Azure;
using Azure.Data.Tables;

namespace Countersign.Storage;

/// <summary>
/// The port on Azure Table Storage. The client must not retry by itself: a second try of a write whose answer was lost would find its own first try
/// and call it a conflict. What gave no answer is <see cref="StorageUnavailableException"/>, and whoever tries again reads first.
/// </summary>
public sealed class AzureTables(TableServiceClient service) : ITables
{
    /// <summary>The most a binary property holds.</summary>
    private const int Part = 64 * 1024;

    /// <summary>Larger values are compressed: base 64 makes 4 MiB of the 3 MiB a batch may have, which is more than the service takes.</summary>
    private const int Large = 16 * 1024;

    private readonly ConcurrentDictionary<string, Lazy<Task<TableClient>>> _tables = new(StringComparer.Ordinal);

    public static TableClientOptions Options()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        return options;
    }

    public async Task<Row?> ReadAsync(string table, string partition, string key, CancellationToken ct)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partition, nameof(partition));
        TableLimits.CheckKey(key, nameof(key));
        return await AskAsync(async () =>
        {
            var client = await TableAsync(table);
            var entity = await client.GetEntityIfExistsAsync<TableEntity>(partition, key, null, ct);
            return entity.HasValue ? RowOf(entity.Value!) : null; // HasValue says that it is there
        }, ct);
    }

    public async Task<RowPage> QueryAsync(string table, string partition, KeyRange range, int limit, string? continuation, CancellationToken ct)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partition, nameof(partition));
        TableLimits.CheckPage(range, limit);
        return await AskAsync(async () =>
        {
            var client = await TableAsync(table);
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {range.From} and RowKey lt {range.Before}");
            await foreach (var page in client.QueryAsync<TableEntity>(filter, limit, null, ct).AsPages(continuation, limit))
                return new RowPage([.. page.Values.Select(RowOf)], page.ContinuationToken);
            return new RowPage([], null);
        }, ct);
    }

    public async Task<WriteResult> WriteAsync(string table, string partition, IReadOnlyList<Change> changes, CancellationToken ct)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partition, nameof(partition));
        TableLimits.CheckBatch(changes);
        return await AskAsync<WriteResult>(async () =>
        {
            var client = await TableAsync(table);
            try
            {
                var answers = await client.SubmitTransactionAsync([.. changes.Select(change => ActionOf(partition, change))], ct);
                return new WriteResult.Written([.. answers.Value.Select((answer, i) => changes[i] is Change.Delete ? "" : answer.Headers.ETag.ToString() ?? "")]);
            }
            catch (TableTransactionFailedException e) when (IsConflict(e.ErrorCode))
            {
                return new WriteResult.Conflict(e.FailedTransactionActionIndex ?? 0);
            }
        }, ct);
    }

    private static bool IsConflict(string? code) =>
        code is "EntityAlreadyExists" or "UpdateConditionNotSatisfied" or "ResourceNotFound" or "EntityNotFound";

    private static TableTransactionAction ActionOf(string partition, Change change) => change switch
    {
        Change.Insert c => new(TableTransactionActionType.Add, EntityOf(partition, c.Key, c.Value)),
        Change.Replace c => new(TableTransactionActionType.UpdateReplace, EntityOf(partition, c.Key, c.Value), new ETag(c.ETag)),
        Change.Upsert c => new(TableTransactionActionType.UpsertReplace, EntityOf(partition, c.Key, c.Value)),
        Change.Delete c => new(TableTransactionActionType.Delete, new TableEntity(partition, c.Key), c.ETag is null ? ETag.All : new ETag(c.ETag)),
        _ => throw new UnreachableException(),
    };

    private static TableEntity EntityOf(string partition, string key, ReadOnlyMemory<byte> value)
    {
        var entity = new TableEntity(partition, key);
        var bytes = value.ToArray();
        if (bytes.Length > Large)
        {
            bytes = Compressed(bytes);
            entity["c"] = true;
        }

        entity["n"] = (bytes.Length + Part - 1) / Part;
        for (var at = 0; at < bytes.Length; at += Part)
            entity[$"v{at / Part}"] = bytes[at..Math.Min(at + Part, bytes.Length)];
        return entity;
    }

    private static Row RowOf(TableEntity entity)
    {
        using var parts = new MemoryStream();
        for (var i = 0; i < entity.GetInt32("n"); i++) parts.Write(entity.GetBinary($"v{i}"));
        var value = entity.GetBoolean("c") == true ? Expanded(parts) : parts.ToArray();
        return new Row(entity.RowKey, value, entity.ETag.ToString());
    }

    private static byte[] Compressed(byte[] value)
    {
        using var small = new MemoryStream();
        using (var brotli = new BrotliStream(small, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(value);
        return small.ToArray();
    }

    private static byte[] Expanded(MemoryStream small)
    {
        small.Position = 0;
        using var brotli = new BrotliStream(small, CompressionMode.Decompress);
        using var value = new MemoryStream();
        brotli.CopyTo(value);
        return value.ToArray();
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        try
        {
            return await ask();
        }
        catch (RequestFailedException e)
        {
            throw new StorageUnavailableException(e.ErrorCode ?? $"status {e.Status}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new StorageUnavailableException("time-out");
        }
    }

    private async Task<TableClient> TableAsync(string name)
    {
        var made = _tables.GetOrAdd(name, key => new Lazy<Task<TableClient>>(() => MakeAsync(key)));
        try
        {
            return await made.Value;
        }
        catch (RequestFailedException)
        {
            _tables.TryRemove(KeyValuePair.Create(name, made));
            throw;
        }
    }

    private async Task<TableClient> MakeAsync(string name)
    {
        var client = service.GetTableClient(name);
        await client.CreateIfNotExistsAsync();
        return client;
    }
}
