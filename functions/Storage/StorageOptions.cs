using System.ComponentModel.DataAnnotations;

namespace Countersign.Storage;

/// <summary>Settings under <c>Storage:</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>Local: the folder of <c>app.db</c>, made if absent, for its owner alone. Default <c>.data</c> in the working directory.</summary>
    [Required]
    public string Directory { get; set; } = ".data";

    /// <summary>Azure: the table endpoint, such as <c>https://account.table.core.windows.net</c>, reached with the app's managed identity.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Azure: a connection string instead of the endpoint, for an emulator.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The write-ahead log is copied back when it holds this many MiB. 1 to 1,024, default 8.</summary>
    [Range(1, 1024)]
    public int WalMegabytes { get; set; } = 8;
}
