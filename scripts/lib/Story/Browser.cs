using System.Net;
using System.Text.RegularExpressions;

namespace Countersign.Scripts.Story;

/// <summary>
/// A person's browser as far as signing in and linking need one: it keeps cookies, follows redirects, fills in the form it is shown, and stops where the
/// app's own page begins.
/// </summary>
public sealed partial class Browser : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseCookies = true });

    /// <summary>The page it is on: its address and text.</summary>
    public (Uri Address, string Text) Page { get; private set; }

    /// <returns>The address that begins with <paramref name="until"/>, when it was sent there; null when a page is shown instead.</returns>
    public Task<Uri?> OpenAsync(Uri address, string until, CancellationToken ct) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, address), until, ct);

    /// <summary>Fills in the first form that has a field or button named <paramref name="fields"/>' first name, and sends it.</summary>
    public Task<Uri?> SubmitAsync(IReadOnlyDictionary<string, string> fields, string until, CancellationToken ct)
    {
        var form = Form().Matches(Page.Text).FirstOrDefault(f => fields.Keys.All(name => f.Value.Contains($"name=\"{name}\"", StringComparison.Ordinal)))
            ?? throw new ScriptException($"The page at {Page.Address.GetLeftPart(UriPartial.Path)} has no form with {string.Join(", ", fields.Keys)}.");
        var values = Hidden().Matches(form.Value).ToDictionary(m => WebUtility.HtmlDecode(m.Groups["name"].Value), m => WebUtility.HtmlDecode(m.Groups["value"].Value));
        foreach (var (name, value) in fields) values[name] = value;
        var action = Action().Match(form.Value) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["url"].Value) : Page.Address.ToString();
        return FollowAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Page.Address, action)) { Content = new FormUrlEncodedContent(values) }, until, ct);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Uri?> FollowAsync(HttpRequestMessage first, string until, CancellationToken ct)
    {
        var request = first;
        for (var hop = 0; hop < 12; hop++)
        {
            var address = request.RequestUri!;
            if (address.ToString().StartsWith(until, StringComparison.Ordinal)) return address;
            using var response = await _http.SendAsync(request, ct);
            request.Dispose();
            if (response.Headers.Location is not { } next)
            {
                Page = (address, await response.Content.ReadAsStringAsync(ct));
                return null;
            }

            request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, next));
        }

        throw new ScriptException("The browser was sent on twelve times without coming to a page.");
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*name=\"(?<name>[^\"]*)\"[^>]*value=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Hidden();

    [GeneratedRegex("<form[^>]*action=\"(?<url>[^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Action();
}
