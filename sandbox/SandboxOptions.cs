namespace Countersign.Sandbox;

/// <summary>How a sandbox starts. Everything that a tenant would report (intervals, lifetimes) is reported by this one too.</summary>
public sealed record SandboxOptions
{
    /// <summary>First of four ports in a row: tenant, GitHub, model, phone and control. 0 takes four free ones.</summary>
    public int Port { get; init; } = 4300;

    /// <summary>Address to listen on. The sandbox is a loopback thing; other addresses are the caller's own risk.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Origin of a proxy that stands before the tenant: the tenant calls itself by it, as one behind a custom domain does. Null for none.</summary>
    public string? TenantOrigin { get; init; }

    /// <summary>Folder for keys, client secrets, the control token, <c>settings.json</c> and <c>control.json</c>.</summary>
    public required string Data { get; init; }

    /// <summary>Also listen with a self-made certificate on the four ports ten above.</summary>
    public bool Https { get; init; }

    /// <summary>Longest life of a CIBA request in seconds, 1 to 300; a request that asks for more gets this much and is told so.</summary>
    public int CibaExpiry { get; init; } = 300;

    /// <summary>Polling interval that the tenant reports for CIBA, in seconds, 0 to 60.</summary>
    public int CibaInterval { get; init; } = 5;

    /// <summary>Pushes one person may get in a minute; more are refused.</summary>
    public int PushesPerMinute { get; init; } = 5;

    /// <summary>Seconds within which the previous refresh token may be used again, 0 to 60. The tenant's default is 0.</summary>
    public int RefreshLeeway { get; init; }

    /// <summary>Allowed callbacks of the web client; their origins are its allowed web origins, and their roots allowed logout addresses.</summary>
    public IReadOnlyList<string> Callbacks { get; init; } = ["http://127.0.0.1:7071/callback", "http://127.0.0.1:7071/"];

    /// <summary>The clock that everything in the sandbox reads.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
