using Countersign.Storage.Sqlite;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Storage;

public static partial class StorageComposition
{
    static partial void AddTables(FunctionsApplicationBuilder builder) =>
        builder.Services.AddSingleton<ITables>(services =>
        {
            var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
            return new SqliteTables(Path.GetFullPath(options.Directory), (long)options.WalMegabytes << 20, services.GetRequiredService<ILogger<SqliteTables>>());
        });
}
