namespace Countersign.Audit;

/// <summary>Settings under <c>Audit:</c>. One of the two key settings is wanted.</summary>
public sealed class AuditOptions
{
    /// <summary>The checkpoints' key as PEM text, an ECDSA P-256 private key (PKCS #8 or SEC 1): on Azure a Key Vault reference.</summary>
    public string? SigningKey { get; set; }

    /// <summary>A file with the same, readable by its owner alone: on a workstation.</summary>
    public string? SigningKeyFile { get; set; }

    /// <summary>Where checkpoints are appended, one JSON object a line: a file outside the store's. Unset, each is written to the log, which leaves the
    /// machine where logs do; then only an export can be checked against it.</summary>
    public string? CheckpointFile { get; set; }
}
