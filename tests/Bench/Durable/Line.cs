using System.Globalization;

namespace Countersign.Tests.Bench.Durable;

/// <summary>One figure a line between this process and the bench: <c>figure NAME VALUE</c>.</summary>
internal static class Line
{
    private const string Word = "figure ";

    public static void Say(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Word}{name} {value:R}"));

    /// <returns>Null for a line that is none.</returns>
    public static (string Name, double Value)? Read(string line)
    {
        if (!line.StartsWith(Word, StringComparison.Ordinal)) return null;
        var words = line.Split(' ');
        return (words[1], double.Parse(words[2], CultureInfo.InvariantCulture));
    }
}
