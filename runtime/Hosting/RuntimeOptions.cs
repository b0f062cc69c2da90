using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Countersign.Runtime.Hosting;

/// <summary>Settings of the local host, section <c>Runtime</c>. Read once, before anything is opened.</summary>
internal sealed record RuntimeOptions
{
    /// <summary>Where HTTP functions listen: http, a loopback or other address of this machine, a port (0: any free one).</summary>
    public required IPEndPoint Url { get; init; }

    /// <summary>Directory of the runtime's own files; made when missing.</summary>
    public required string Data { get; init; }

    /// <summary>
    /// Loopback port of the inspection pages. The setting is 0 for off, null here. Default: the port after Url's, or any free one (0 here)
    /// when Url's is.
    /// </summary>
    public required int? InspectionPort { get; init; }

    /// <summary>How long running functions may go on after a stop was asked for. 0 to 600 seconds, default 10.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>Largest request body in bytes. 1 KiB to 100 MiB, default 1 MiB.</summary>
    public required long MaxBodyBytes { get; init; }

    /// <summary>Simple name of the assembly with the functions; null for the entry assembly.</summary>
    public required string? Assembly { get; init; }

    public static RuntimeOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Runtime");
        var url = ReadUrl(section["Url"] ?? "http://127.0.0.1:7071");
        return new RuntimeOptions
        {
            Url = url,
            Data = Path.GetFullPath(section["Data"] is { Length: > 0 } data ? data : ".countersign"),
            InspectionPort = section["InspectionPort"] switch
            {
                null or "" => url.Port == 0 ? 0 : url.Port + 1,
                "0" => null,
                var text => (int)Number(section, "InspectionPort", text, 1, IPEndPoint.MaxPort),
            },
            Drain = TimeSpan.FromSeconds(Number(section, "DrainSeconds", section["DrainSeconds"] ?? "10", 0, 600)),
            MaxBodyBytes = Number(section, "MaxBodyBytes", section["MaxBodyBytes"] ?? "1048576", 1024, 100 * 1024 * 1024),
            Assembly = section["Assembly"] is { Length: > 0 } name ? name : null,
        };
    }

    public Assembly FunctionsAssembly() => Assembly is null
        ? System.Reflection.Assembly.GetEntryAssembly()
            ?? throw new InvalidOperationException("There is no entry assembly: name the functions' assembly in Runtime:Assembly.")
        : System.Reflection.Assembly.Load(Assembly);

    private static IPEndPoint ReadUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp || url.PathAndQuery != "/")
            throw new InvalidOperationException($"Runtime:Url is '{text}': give scheme, address and port alone, such as http://127.0.0.1:7071.");
        var host = url.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(url.Host, out var address) ? address : null;
        return host is not null
            ? new IPEndPoint(host, url.Port)
            : throw new InvalidOperationException($"Runtime:Url names the host '{url.Host}': give localhost or an IP address of this machine.");
    }

    private static long Number(IConfigurationSection section, string name, string text, long least, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new InvalidOperationException($"{section.Path}:{name} is '{text}': give a whole number from {least} to {most}.");
}
