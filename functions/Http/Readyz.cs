using Countersign.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Http;

public sealed class Readyz(ITables tables)
{
    /// <summary>The store answers too.</summary>
    [Function(nameof(Readyz)), Open, Route("Say that requests can be served", Response = typeof(Health), Problems = [503])]
    public async Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "readyz")] HttpRequest request, CancellationToken ct)
    {
        await tables.ReadAsync("due", "approvals", "0", ct);
        return Results.Json(new Health("ok"), HttpJson.Default.Health);
    }
}
