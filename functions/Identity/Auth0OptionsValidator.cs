using Microsoft.Extensions.Options;

namespace Countersign.Identity;

internal sealed class Auth0OptionsValidator : IValidateOptions<Auth0Options>
{
    public ValidateOptionsResult Validate(string? name, Auth0Options options)
    {
        var failures = new List<string>();
        if (!Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme is not ("http" or "https") || issuer.PathAndQuery != "/" || !options.Issuer.EndsWith('/'))
            failures.Add("Auth0:Issuer is an origin and a slash, such as https://acme.eu.auth0.com/");
        if (options.Audience == "") failures.Add("Auth0:Audience is the identifier of the doors' API, such as https://api.countersign.example");
        if (options.ApprovalsAudience == "" || options.ApprovalsAudience == options.Audience)
            failures.Add("Auth0:ApprovalsAudience is the identifier of the approvals' API, another than the doors', such as https://approvals.countersign.example");
        if (options.Web.ClientId == "") failures.Add("Auth0:Web:ClientId is the client id of the web app.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
