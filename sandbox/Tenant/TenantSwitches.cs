namespace Countersign.Sandbox.Tenant;

/// <summary>How this tenant is set up, where tenants differ. The control API moves them; a reset puts them back.</summary>
public sealed class TenantSwitches
{
    /// <summary>Whether an approval's access token may be a subject token. Undocumented at the real tenant, so off.</summary>
    public bool TakesApprovalTokens { get; set; }

    /// <summary>Tenant MFA policy <em>Always</em>, under which every exchange fails.</summary>
    public bool AlwaysMfa { get; set; }

    /// <summary>Whether the push factor is on.</summary>
    public bool PushEnabled { get; set; } = true;

    /// <summary>Whether the My Account API is activated.</summary>
    public bool MyAccountActive { get; set; } = true;

    /// <summary>Whether linking the same provider account again is a conflict; otherwise it replaces the row.</summary>
    public bool ReconnectConflicts { get; set; }

    /// <summary>Pushes one person may get in a minute.</summary>
    public int PushesPerMinute { get; set; }

    public void Reset(int pushesPerMinute)
    {
        TakesApprovalTokens = false;
        AlwaysMfa = false;
        PushEnabled = true;
        MyAccountActive = true;
        ReconnectConflicts = false;
        PushesPerMinute = pushesPerMinute;
    }
}
