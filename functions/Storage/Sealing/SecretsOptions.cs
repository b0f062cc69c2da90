namespace Countersign.Storage.Sealing;

/// <summary>Settings under <c>Secrets:</c>. Exactly one of the two is set.</summary>
public sealed class SecretsOptions
{
    /// <summary>32 random bytes in base 64: on Azure a Key Vault reference.</summary>
    public string? MasterKey { get; set; }

    /// <summary>A file with the same, readable by its owner alone: on a workstation.</summary>
    public string? MasterKeyFile { get; set; }
}
