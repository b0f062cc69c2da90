using System.Security.Cryptography;
using System.Text;

namespace Countersign.Connectors.GitHub;

/// <summary>
/// An HTML comment at the end of a body, by which an effect is found again after its answer was lost: an HMAC-SHA256 under the effect key, so that it
/// tells nothing of the action. It counts only in what the pinned account wrote, on the action's own target: anybody can copy a comment.
/// </summary>
internal static class Marker
{
    /// <summary>Longest text a body may have besides the marker; GitHub takes 65,536 characters in all.</summary>
    public const int MaxBody = 60_000;

    /// <summary>Clocks differ and a listing's <c>since</c> is theirs: how far before the pinning a look goes back.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromMinutes(5);

    public static string Of(string effectKey, string tool, long repository, string target) =>
        "countersign:" + Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(effectKey), Encoding.UTF8.GetBytes($"countersign.marker.v1\n{tool}\n{repository}\n{target}")).AsSpan(0, 16));

    public static string Append(string body, string marker) => body.Length == 0 ? $"<!-- {marker} -->" : $"{body}\n\n<!-- {marker} -->";

    /// <param name="account">The pinned account's id.</param>
    public static bool Stands(string? body, UserWire? author, string marker, string? account) =>
        author is not null && author.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == account
        && body?.Contains($"<!-- {marker} -->", StringComparison.Ordinal) == true;
}
