namespace Countersign.Identity;

/// <summary>The milliseconds left until the end of 48 bits: what begins with them lies newest first in ordinal order.</summary>
internal static class Countdown
{
    private const int Bytes = 6;
    private const long End = (1L << (8 * Bytes)) - 1;

    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Over the first six bytes; the others stay.</summary>
    public static void Write(Span<byte> bytes, DateTimeOffset at)
    {
        var left = End - at.ToUnixTimeMilliseconds();
        for (var i = 0; i < Bytes; i++) bytes[i] = (byte)(left >> (8 * (Bytes - 1 - i)));
    }

    public static DateTimeOffset At(long left) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(End - left, Latest));
}
