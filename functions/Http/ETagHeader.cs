using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Countersign.Http;

/// <summary>ETags at the door: the store's, in base 64 between quotes, since a store's own may hold any character.</summary>
public static class ETagHeader
{
    public static void Set(HttpResponse response, string etag) =>
        response.Headers.ETag = $"\"{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(etag))}\"";

    /// <returns>The store's ETag that the caller read.</returns>
    /// <exception cref="ProblemException">428 without If-Match; 412 for one that cannot be ours.</exception>
    public static string RequireIfMatch(HttpRequest request)
    {
        var text = request.Headers.IfMatch.ToString();
        if (text == "") throw new ProblemException(Problems.PreconditionMissing());
        if (text.Length < 3 || text[0] != '"' || text[^1] != '"') throw new ProblemException(Problems.Changed());
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text[1..^1]));
        }
        catch (FormatException)
        {
            throw new ProblemException(Problems.Changed());
        }
    }
}
