using Microsoft.Extensions.Options;

namespace Countersign.Web;

/// <summary>What the web app is told, and where it lies: settings under <c>App:</c>.</summary>
public sealed class AppOptions
{
    /// <summary>Where a person sees and answers what is pushed to them, for worlds whose phone is a page; empty for real phones.</summary>
    public string PhoneUrl { get; set; } = "";

    /// <summary>The folder of the built web app; relative to the app's own folder.</summary>
    public string WebFolder { get; set; } = "web";
}

internal sealed class AppOptionsValidator : IValidateOptions<AppOptions>
{
    public ValidateOptionsResult Validate(string? name, AppOptions options) =>
        options.PhoneUrl.Length > 0 && !(Uri.TryCreate(options.PhoneUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0)
            ? ValidateOptionsResult.Fail("App:PhoneUrl must be an address without a query, such as http://127.0.0.1:4303/phone: everybody can read it.")
            : ValidateOptionsResult.Success;
}
