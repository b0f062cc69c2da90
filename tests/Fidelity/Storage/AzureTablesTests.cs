using System.Text;
using Azure.Core.Pipeline;
using Countersign.Storage;

namespace Countersign.Tests.Fidelity.Storage;

/// <summary>What is the adapter's own beyond the port's contract.</summary>
public sealed class AzureTablesTests : IAsyncLifetime
{
    private readonly Azurite _azurite = new();

    public Task InitializeAsync() => _azurite.InitializeAsync();

    public Task DisposeAsync() => _azurite.DisposeAsync();

    [Fact]
    public async Task A_store_that_gives_no_answer_is_unavailable_to_reads_pages_and_writes_and_never_a_conflict()
    {
        var tables = new AzureTables(_azurite.Client());
        await Write(tables, "a", "one");
        await _azurite.StopAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => tables.ReadAsync("people", "p", "a", default));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => tables.QueryAsync("people", "p", KeyRange.Prefix("a"), 10, null, default));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Write(tables, "b", "two"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Write(new AzureTables(_azurite.Client()), "b", "two"));
    }

    [Fact]
    public async Task A_second_process_finds_the_tables_made_and_reads_what_the_first_wrote()
    {
        var text = new string('x', 100_000);
        await Write(new AzureTables(_azurite.Client()), "a", text);
        Assert.Equal(text, Encoding.UTF8.GetString((await new AzureTables(_azurite.Client()).ReadAsync("people", "p", "a", default))!.Value.Span));
    }

    /// <summary>Base 64 on the wire makes a third more of it: it fits only as far as text compresses at all.</summary>
    [Fact]
    public async Task The_largest_batch_fits_also_with_text_that_hardly_compresses()
    {
        var values = Enumerable.Range(0, TableLimits.BatchBytes / TableLimits.Value).Select(_ => AnyText(TableLimits.Value)).ToList();
        Assert.Equal(TableLimits.BatchBytes, values.Sum(value => value.Length));
        var tables = new AzureTables(_azurite.Client());
        Assert.IsType<WriteResult.Written>(await tables.WriteAsync("people", "p", [.. values.Select((value, i) => new Change.Insert($"k{i}", value))], default));
        var rows = (await tables.QueryAsync("people", "p", KeyRange.Prefix("k"), 10, null, default)).Rows;
        Assert.Equal(values, rows.Select(row => row.Value.ToArray()));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_sent_once_and_said_to_be_unanswered()
    {
        var tables = new AzureTables(_azurite.Client());
        await Write(tables, "a", "one");
        using var losing = new LosesAnswersToBatches();
        using var transport = new HttpClientTransport(losing);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Write(new AzureTables(_azurite.Client(transport)), "b", "two"));
        Assert.Equal(1, losing.Lost);
        Assert.NotNull(await tables.ReadAsync("people", "p", "b", default));
    }

    [Fact]
    public async Task A_table_that_went_away_is_no_conflict()
    {
        var tables = new AzureTables(_azurite.Client());
        await Write(tables, "a", "one");
        await _azurite.Client().DeleteTableAsync("people");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Write(tables, "a", "two"));
    }

    [Fact]
    public async Task A_read_that_was_given_up_ends_as_cancelled()
    {
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AzureTables(_azurite.Client()).ReadAsync("people", "p", "a", given.Token));
    }

    /// <summary>Random characters of one to four bytes each, evenly.</summary>
    private static byte[] AnyText(int length)
    {
        var value = new byte[length];
        for (var at = 0; at < length;)
        {
            var rune = Random.Shared.Next(length - at < 4 ? 1 : 4) switch
            {
                0 => new Rune(Random.Shared.Next(0x20, 0x7F)),
                1 => new Rune(Random.Shared.Next(0x80, 0x800)),
                2 => new Rune(Random.Shared.Next(0x800, 0xD800)),
                _ => new Rune(Random.Shared.Next(0x10000, 0x110000)),
            };
            at += rune.EncodeToUtf8(value.AsSpan(at));
        }

        return value;
    }

    private static Task<WriteResult> Write(AzureTables tables, string key, string value) =>
        tables.WriteAsync("people", "p", [new Change.Insert(key, Encoding.UTF8.GetBytes(value))], default);

    private sealed class LosesAnswersToBatches() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        public int Lost { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (!request.RequestUri!.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal)) return answer;
            answer.Dispose();
            Lost++;
            throw new HttpRequestException("lost");
        }
    }
}
