using Countersign.Http;
using Countersign.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Countersign.Web;

public sealed class ConfigJson(IOptions<Auth0Options> tenant, IOptions<AppOptions> app)
{
    private static readonly string[] LinkingScopes = ["create:me:connected_accounts", "read:me:connected_accounts", "delete:me:connected_accounts"];

    /// <summary>Which tenant signs people in, and as which client the web app asks it.</summary>
    [Function(nameof(ConfigJson)), Open, Route("Read what the web app has to know before sign-in", Response = typeof(WebConfig))]
    public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "config.json")] HttpRequest request)
    {
        var known = tenant.Value;
        var phone = app.Value.PhoneUrl is { Length: > 0 } url ? url : null;
        return Results.Json(
            new WebConfig(known.Issuer, known.Web.ClientId, known.Audience, phone, new WebLinking(known.Issuer + "me/", LinkingScopes)),
            WebJson.Default.WebConfig);
    }
}
