using System.Globalization;
using System.Text;
using Countersign.Identity;
using Countersign.Storage.Sealing;

namespace Countersign.Http;

/// <summary>A page's continuation as clients see it: sealed for the person, the route and its filters, for a day. It names no partition.</summary>
public sealed class Cursors(ISealer sealer, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    /// <param name="scope">The route's template and its filters: a cursor continues that list and no other.</param>
    /// <returns>Null for null: the list is at its end.</returns>
    public string? Seal(Caller caller, string scope, string? continuation)
    {
        if (continuation is null) return null;
        var expires = (time.GetUtcNow() + Life).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{expires}.{sealer.Seal(Purpose(caller, scope, expires), Encoding.UTF8.GetBytes(continuation))}");
    }

    /// <returns>Null for null: the list from its beginning.</returns>
    /// <exception cref="ProblemException">400.</exception>
    public string? Open(Caller caller, string scope, string? cursor)
    {
        if (cursor is null) return null;
        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        if (dot is < 1 or > 11 || !long.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var expires))
            throw new ProblemException(Problems.BadCursor());
        var opened = sealer.Open(Purpose(caller, scope, expires), cursor[(dot + 1)..]) ?? throw new ProblemException(Problems.BadCursor());
        return Encoding.UTF8.GetString(opened);
    }

    private static SealPurpose Purpose(Caller caller, string scope, long expires) =>
        new("cursor", caller.Principal.Value, scope, DateTimeOffset.FromUnixTimeSeconds(expires));
}
