using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Runtime.Durable.Clients;

/// <summary>Listing and purging.</summary>
internal sealed partial class LocalDurableClient
{
    private const int PurgeBatch = 100;

    private static readonly InstanceStatus[] s_terminal = [InstanceStatus.Completed, InstanceStatus.Failed, InstanceStatus.Terminated];

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        return new InstancePages(this, query, Filter(query.InstanceIdPrefix, query.CreatedFrom, query.CreatedTo, query.Statuses));
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var outcome = await core.Writer.WriteAsync(new PurgeWrite([instanceId]), cancellation);
        if (outcome.Live == 0)
            return new PurgeResult(outcome.Purged, true);
        throw new RpcException(new Status(
            StatusCode.FailedPrecondition,
            $"Only orchestrations in a terminal state can be purged, which '{instanceId}' is not: terminate it first."));
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var asked = filter.Statuses?.Select(s => (InstanceStatus)s).ToList();
        var which = Filter(null, filter.CreatedFrom, filter.CreatedTo, null) with
        {
            Statuses = [.. s_terminal.Where(s => asked is not { Count: > 0 } || asked.Contains(s))],
        };
        var purged = 0;
        string? after = null;
        while (true)
        {
            var page = core.File.Read(r => r.Instances(which, after, PurgeBatch));
            if (page.Count == 0)
                return new PurgeResult(purged, true);
            after = page[^1].Id;
            purged += (await core.Writer.WriteAsync(new PurgeWrite([.. page.Select(p => p.Id)]), cancellation)).Purged;
        }
    }

    private static InstanceFilter Filter(
        string? prefix, DateTimeOffset? from, DateTimeOffset? to, IEnumerable<OrchestrationRuntimeStatus>? statuses)
        => new(prefix, from?.UtcDateTime, to?.UtcDateTime, statuses?.Select(s => (InstanceStatus)s).ToList() is { Count: > 0 } some ? some : null);

    private Page<OrchestrationMetadata> ReadPage(OrchestrationQuery query, InstanceFilter filter, string? after, int size)
    {
        // One more than asked for says whether there is a next page.
        var rows = core.File.Read(r => r.Instances(filter, after, size + 1));
        var next = rows.Count > size ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rows[size - 1].Id)) : null;
        return new Page<OrchestrationMetadata>([.. rows.Take(size).Select(r => Metadata(r, query.FetchInputsAndOutputs))], next);
    }

    private sealed class InstancePages(LocalDurableClient client, OrchestrationQuery query, InstanceFilter filter) : AsyncPageable<OrchestrationMetadata>
    {
        public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
            => PagesAsync(continuationToken ?? query.ContinuationToken, Math.Max(1, pageSizeHint ?? query.PageSize));

        private async IAsyncEnumerable<Page<OrchestrationMetadata>> PagesAsync(
            string? token, int size, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.CompletedTask;
                var page = client.ReadPage(query, filter, token is null ? null : After(token), size);
                yield return page;
                token = page.ContinuationToken;
            }
            while (token is not null);
        }

        private static string After(string token)
        {
            try
            {
                return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            }
            catch (FormatException bad)
            {
                throw new ArgumentException("The continuation token is not one of this client's.", nameof(token), bad);
            }
        }
    }
}
