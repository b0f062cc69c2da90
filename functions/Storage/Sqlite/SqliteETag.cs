using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Countersign.Storage.Sqlite;

/// <summary>63 random bits a write. Not a counter: a row deleted and inserted again must not get an ETag that somebody still holds.</summary>
internal static class SqliteETag
{
    public static long New()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes) & long.MaxValue;
    }

    public static string ToText(long etag) => etag.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>−1, which no row has, for text that no row ever had.</summary>
    public static long FromText(string text) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var etag) ? etag : -1;
}
