using System.Globalization;

namespace Countersign.Gate;

/// <summary>A double as ECMAScript's <c>Number::toString</c> writes it (RFC 8785 §3.2.2.3): the shortest digits that read back as the same double.</summary>
public static class EcmaScriptNumber
{
    /// <param name="value">Finite: JSON knows no other.</param>
    public static string Format(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), "JSON has no such number.");
        if (value == 0) return "0"; // minus zero too

        // "E16" would round; "R" yields the shortest digits, as d.ddde±xx or plain.
        var (digits, point) = Shortest(Math.Abs(value));
        var sign = value < 0 ? "-" : "";
        var count = digits.Length;
        return point switch
        {
            // `point` is ECMAScript's n: the value is 0.digits × 10ⁿ.
            > 0 and <= 21 when count <= point => sign + digits + new string('0', point - count),
            > 0 and <= 21 => $"{sign}{digits[..point]}.{digits[point..]}",
            > -6 and <= 0 => $"{sign}0.{new string('0', -point)}{digits}",
            _ => $"{sign}{digits[0]}{(count > 1 ? "." + digits[1..] : "")}e{Exponent(point - 1)}",
        };
    }

    private static string Exponent(int exponent) =>
        exponent < 0 ? exponent.ToString(CultureInfo.InvariantCulture) : "+" + exponent.ToString(CultureInfo.InvariantCulture);

    private static (string Digits, int Point) Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        if (text.IndexOf('E', StringComparison.Ordinal) is >= 0 and var e)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? text.Length : dot;
        var all = dot < 0 ? text : text.Remove(dot, 1);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), whole - leading + exponent);
    }
}
