using Microsoft.Extensions.Options;

namespace Countersign.Egress;

internal sealed class EgressOptionsValidator : IValidateOptions<EgressOptions>
{
    public ValidateOptionsResult Validate(string? name, EgressOptions options)
    {
        foreach (var origin in options.PrivateOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/" || uri.UserInfo != "")
                return ValidateOptionsResult.Fail($"Egress:PrivateOrigins has {origin}, which is no origin. An example: http://127.0.0.1:4300");
        }

        return ValidateOptionsResult.Success;
    }
}
