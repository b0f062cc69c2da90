namespace Countersign.Sandbox.World;

/// <summary>What all parties of the sandbox share. In memory alone: a restart or a reset is the seed again.</summary>
public sealed class SandboxWorld(SandboxOptions options, Origins origins, Keepsakes keepsakes, Issued issued)
{
    public SandboxWorld(SandboxOptions options, Origins origins, Keepsakes keepsakes)
        : this(options, origins, keepsakes, new Issued())
    {
    }

    public SandboxOptions Options { get; } = options;

    /// <summary>The origins over plain HTTP.</summary>
    public Origins Origins { get; } = origins;

    /// <summary>What outlives a restart: keys, secrets, passwords, the control token.</summary>
    public Keepsakes Keepsakes { get; } = keepsakes;

    /// <summary>The world's clock.</summary>
    public TimeProvider Time { get; } = options.Time;

    /// <summary>The tenant's clock, which the control API can move against the world's.</summary>
    public OffsetClock TenantTime { get; } = new(options.Time);

    public People People { get; } = new(options.Time, keepsakes.Passwords);

    public Issued Issued { get; } = issued;

    public ProviderTokens ProviderTokens { get; } = new(options.Time, issued);

    public Effects Effects { get; } = new(options.Time);

    public Counters Counters { get; } = new();

    public Requests Requests { get; } = new(options.Time);

    public Faults Faults { get; } = new();

    public void Reset()
    {
        TenantTime.Offset = TimeSpan.Zero;
        People.Reset();
        ProviderTokens.Reset();
        Effects.Reset();
        Counters.Reset();
        Requests.Reset();
        Faults.Clear();
    }
}
