namespace Countersign.Scripts;

/// <summary>Command-line options of a script: <c>--name value</c>, <c>--flag</c>, and what is left over. An unknown option ends the script with its help.</summary>
public sealed class Options
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Rest { get; private set; } = [];

    /// <param name="args">The script's arguments.</param>
    /// <param name="help">The whole help text, printed for <c>--help</c> and after a mistake.</param>
    /// <param name="flags">Names of options without a value.</param>
    /// <param name="values">Names of options with one.</param>
    public static Options Parse(string[] args, string help, string[] flags, string[] values)
    {
        var options = new Options();
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg is "--help" or "-h")
            {
                Console.WriteLine(help.Trim());
                Environment.Exit(0);
            }

            if (flags.Contains(arg)) options._flags.Add(arg);
            else if (values.Contains(arg) && i + 1 < args.Length) options._values[arg] = args[++i];
            else if (arg.StartsWith('-')) Fail($"{arg} is not an option here, or its value is missing.", help);
            else rest.Add(arg);
        }

        options.Rest = rest;
        return options;
    }

    public bool Has(string flag) => _flags.Contains(flag);

    public string? Value(string name) => _values.GetValueOrDefault(name);

    public string Value(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public int Number(string name, int otherwise)
    {
        if (Value(name) is not { } text) return otherwise;
        if (int.TryParse(text, out var number) && number >= 0) return number;
        Fail($"{name} takes a whole number, not {text}.", null);
        return 0;
    }

    private static void Fail(string text, string? help)
    {
        Console.Error.WriteLine(text);
        if (help is not null) Console.Error.WriteLine(help.Trim());
        Environment.Exit(2);
    }
}
