using System.Globalization;

namespace Countersign.Scripts.Story;

/// <summary>What the demo measured.</summary>
public sealed record TaleResult(int Read, int Merged, int Denied, int Expired, int Moved, int Tampered, int Killed, string Audit, int Secrets)
{
    public bool AsPromised => this is { Read: 1, Merged: 1, Denied: 0, Expired: 0, Moved: 0, Tampered: 0, Killed: 1, Audit: "verified", Secrets: 0 };

    public string ToJson(TimeSpan took) => Person.Json(w =>
    {
        w.WriteNumber("read", Read);
        w.WriteNumber("merged", Merged);
        w.WriteNumber("denied_effects", Denied);
        w.WriteNumber("expired_effects", Expired);
        w.WriteNumber("moved_effects", Moved);
        w.WriteNumber("tampered_effects", Tampered);
        w.WriteNumber("killed_effects", Killed);
        w.WriteString("audit", Audit);
        w.WriteNumber("secrets_found", Secrets);
        w.WriteNumber("seconds", Math.Round(took.TotalSeconds, 1));
    });

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"read {Read}, merged {Merged}, killed {Killed}, audit {Audit}, secrets {Secrets}");
}
