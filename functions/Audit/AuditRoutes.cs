using System.Globalization;
using System.Text.Json;
using Countersign.Http;
using Countersign.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Audit;

public sealed class AuditRoutes(AuditBook book, Cursors cursors)
{
    private static readonly string[] Parameters = ["tool", "decision", "outcome", "run", "action", "from", "to", "limit", "cursor"];

    /// <summary>Newest first. A page may be short, even empty, and still have a next one: one request looks at 2,000 entries at most.</summary>
    [Function("ApiAudit"), Route(
        "List the entries of your audit trail",
        Response = typeof(Page<AuditView>),
        Query =
        [
            "tool: a tool's name", "decision: allow, step_up or deny", "outcome: an outcome", "run: a run's id", "action: an action's id",
            "from: entries from this instant on", "to: entries before this instant", "limit: entries of a page, 1 to 200, default 50", "cursor: next of the page before",
        ])]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit")] HttpRequest request, CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        var query = new QueryParameters(request, Parameters);
        var filter = AuditFilter.Of(query);
        var from = cursors.Open(caller, filter.Scope, query.Cursor());
        long? newest = from is null ? null : long.Parse(from, CultureInfo.InvariantCulture);
        var (items, next) = await book.ListAsync(caller.Principal, filter, newest, query.Limit(), ct);
        var page = new Page<AuditView>(items, cursors.Seal(caller, filter.Scope, next?.ToString(CultureInfo.InvariantCulture)));
        return Results.Json(page, AuditJson.Default.PageAuditView);
    }

    /// <summary>Recomputes the whole chain, the contents beside it, and what must agree with them.</summary>
    [Function("ApiAuditVerify"), Route("Verify your audit trail", Response = typeof(ChainReport))]
    public async Task<IResult> VerifyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/verify")] HttpRequest request, CancellationToken ct)
    {
        _ = new QueryParameters(request);
        return Results.Json(await book.VerifyAsync(request.HttpContext.Caller().Principal, ct), AuditJson.Default.ChainReport);
    }

    /// <summary>What shows a tail that was cut off: read it before an export, which signs a new one.</summary>
    [Function("ApiAuditCheckpoint"), Route("Read the last checkpoint that left the store", Response = typeof(OutsideCheckpoint))]
    public IResult Checkpoint([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/checkpoint")] HttpRequest request)
    {
        _ = new QueryParameters(request);
        return Results.Json(new OutsideCheckpoint(book.Outside(request.HttpContext.Caller().Principal)), AuditJson.Default.OutsideCheckpoint);
    }

    /// <summary>Everything that verifying needs, one JSON object a line: header, key, entries with contents, checkpoint.</summary>
    [Function("ApiAuditExport"), Route("Export your audit trail", Response = typeof(ExportLine), MediaType = "application/jsonl")]
    public IResult Export([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/export")] HttpRequest request)
    {
        _ = new QueryParameters(request);
        var person = request.HttpContext.Caller().Principal;
        return Results.Stream(body => WriteAsync(body, person, request.HttpContext.RequestAborted), "application/jsonl", "countersign-audit.jsonl");
    }

    /// <summary>Open: whoever holds an export or a checkpoint may check it.</summary>
    [Function("AuditKeys"), Open, Route("Read the public key of audit checkpoints", Response = typeof(PublicKeys))]
    public IResult Keys([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/countersign-audit.json")] HttpRequest request) =>
        Results.Json(book.Keys, AuditJson.Default.PublicKeys);

    private async Task WriteAsync(Stream body, PrincipalId person, CancellationToken ct)
    {
        await foreach (var line in book.ExportAsync(person, ct))
        {
            await JsonSerializer.SerializeAsync(body, line, AuditJson.Default.ExportLine, ct);
            await body.WriteAsync("\n"u8.ToArray(), ct);
        }
    }
}
