using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Http.OpenApi;

public sealed class ApiOpenApi
{
    private static readonly Lazy<string> Document = new(OpenApiDocument.Write);

    /// <summary>This document.</summary>
    [Function(nameof(ApiOpenApi)), Open, Route("Read the API's description")]
    public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request) =>
        Results.Text(Document.Value, "application/json", Encoding.UTF8);
}
