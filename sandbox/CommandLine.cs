using System.Globalization;

namespace Countersign.Sandbox;

/// <summary>The sandbox's command line.</summary>
internal static class CommandLine
{
    public const string Usage = """
        usage: sandbox --data DIR [--port P] [--host ADDRESS] [--https] [--tenant-origin ORIGIN]
                       [--ciba-expiry SECONDS] [--ciba-interval SECONDS] [--pushes-per-minute N]
                       [--refresh-leeway SECONDS] [--callback URL]...
        """;

    /// <summary>Reads the arguments; the second value says what is wrong with them when the first is null.</summary>
    public static (SandboxOptions? Options, string? Problem) Read(IReadOnlyList<string> arguments)
    {
        SandboxOptions options = new() { Data = "" };
        List<string> callbacks = [];
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            if (name == "--https")
            {
                options = options with { Https = true };
                continue;
            }
            if (++index == arguments.Count)
                return (null, $"{name} wants a value.");
            var value = arguments[index];
            var (next, problem) = Set(options, callbacks, name, value);
            if (next is null)
                return (null, problem);
            options = next;
        }
        if (options.Data.Length == 0)
            return (null, "--data is missing.");
        return (callbacks.Count == 0 ? options : options with { Callbacks = callbacks }, null);
    }

    private static (SandboxOptions? Options, string? Problem) Set(SandboxOptions options, List<string> callbacks, string name, string value)
    {
        switch (name)
        {
            case "--data":
                return (options with { Data = Path.GetFullPath(value) }, null);
            case "--host":
                return (options with { Host = value }, null);
            case "--tenant-origin":
                return Uri.TryCreate(value, UriKind.Absolute, out var origin) && origin.GetLeftPart(UriPartial.Authority) == value
                    ? (options with { TenantOrigin = value }, null)
                    : (null, $"{name} {value} is no origin.");
            case "--callback":
                callbacks.Add(value);
                return (options, null);
        }
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return (null, $"{name} {value} is not understood.");
        return name switch
        {
            "--port" when number is >= 0 and < 65500 => (options with { Port = number }, null),
            "--ciba-expiry" when number is >= 1 and <= 300 => (options with { CibaExpiry = number }, null),
            "--ciba-interval" when number <= 60 => (options with { CibaInterval = number }, null),
            "--pushes-per-minute" when number >= 1 => (options with { PushesPerMinute = number }, null),
            "--refresh-leeway" when number <= 60 => (options with { RefreshLeeway = number }, null),
            _ => (null, $"{name} {value} is not understood."),
        };
    }
}
