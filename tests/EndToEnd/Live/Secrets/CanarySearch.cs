using System.Buffers.Binary;
using System.Numerics;

namespace Countersign.Tests.EndToEnd.Live.Secrets;

/// <summary>A byte sequence that must lie nowhere, and what it is called.</summary>
public sealed record Canary(string Kind, ReadOnlyMemory<byte> Bytes);

/// <summary>Where something lay that must not.</summary>
/// <param name="Form">How it was written down: <c>plain</c>, <c>base64</c>, <c>hex</c>, …</param>
public sealed record Find(string Kind, string Form, string Place, long Offset)
{
    public override string ToString() => $"{Kind} as {Form} in {Place} at {Offset}";
}

/// <summary>
/// Looks for secrets in bytes, in every form that text takes on its way to a file: as it is, in base64 of any alignment, hex, percent-encoded, escaped for
/// JSON, in UTF-16. It looks for pieces of 8 to 24 bytes, so that one which a database's pages or a log's line length tore apart is found too.
/// </summary>
public sealed class CanarySearch
{
    private const int Prefix = sizeof(ulong), Longest = 24, Filter = 1 << 24;

    private readonly Dictionary<ulong, List<(byte[] Piece, string Kind, string Form)>> _pieces = [];
    private readonly uint[] _filter = new uint[Filter / 32];

    public CanarySearch(IEnumerable<Canary> canaries)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var canary in canaries)
        {
            foreach (var (form, bytes) in Forms.Of(canary.Bytes.Span))
            {
                foreach (var piece in Cut(bytes))
                {
                    if (seen.Add(Convert.ToHexString(piece))) Add(piece, canary.Kind, form);
                }
            }
        }
    }

    public IEnumerable<Find> In(string place, ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at + Prefix <= bytes.Length; at++)
        {
            var key = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..]);
            if (!MayHold(key) || !_pieces.TryGetValue(key, out var pieces)) continue;
            foreach (var (piece, kind, form) in pieces)
            {
                if (bytes.Span[at..].StartsWith(piece)) yield return new Find(kind, form, place, at);
            }
        }
    }

    /// <summary>Halves of what is short, 24 bytes each of what is long; the last one ends where it ends.</summary>
    private static IEnumerable<byte[]> Cut(byte[] form)
    {
        if (form.Length < Prefix) throw new ArgumentException($"A secret of {form.Length} bytes cannot be looked for: chance would find it.");
        var length = Math.Clamp((form.Length + 1) / 2, Prefix, Longest);
        for (var at = 0; at + length < form.Length; at += length) yield return form[at..(at + length)];
        yield return form[^length..];
    }

    private void Add(byte[] piece, string kind, string form)
    {
        var key = BinaryPrimitives.ReadUInt64LittleEndian(piece);
        if (!_pieces.TryGetValue(key, out var pieces)) _pieces[key] = pieces = [];
        pieces.Add((piece, kind, form));
        _filter[BitOf(key) / 32] |= 1u << (BitOf(key) % 32);
    }

    private bool MayHold(ulong key) => (_filter[BitOf(key) / 32] & (1u << (BitOf(key) % 32))) != 0;

    private static int BitOf(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> (64 - BitOperations.Log2(Filter)));
}
