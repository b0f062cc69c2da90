using System.Globalization;
using System.Text;

namespace Countersign.Sandbox.Tenant;

/// <summary>A page by checkpoint: <c>from</c> and <c>take</c>.</summary>
/// <param name="Items">The page's items.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
public sealed record CheckpointPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Checkpoint paging: an opaque cursor that names the last item seen.</summary>
public static class Checkpoint
{
    /// <summary>The page asked for; null when <c>take</c> is out of range or <c>from</c> is no cursor of ours.</summary>
    public static CheckpointPage<T>? Read<T>(HttpRequest request, IReadOnlyList<T> all, Func<T, string> idOf, int standard, int maximum)
    {
        var take = standard;
        if (request.Query.TryGetValue("take", out var takes)
            && (!int.TryParse(takes.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out take) || take < 1 || take > maximum))
            return null;
        var start = 0;
        if (request.Query.TryGetValue("from", out var from))
        {
            var last = Decode(from.ToString());
            var index = all.ToList().FindIndex(item => idOf(item) == last);
            if (last is null || index < 0)
                return null;
            start = index + 1;
        }
        var items = all.Skip(start).Take(take).ToList();
        return new(items, start + items.Count < all.Count ? Convert.ToBase64String(Encoding.UTF8.GetBytes(idOf(items[^1]))) : null);
    }

    private static string? Decode(string cursor)
    {
        Span<byte> bytes = new byte[cursor.Length];
        return Convert.TryFromBase64String(cursor, bytes, out var written) ? Encoding.UTF8.GetString(bytes[..written]) : null;
    }
}
