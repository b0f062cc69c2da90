using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.Storage;

public static partial class StorageComposition
{
    static partial void AddTables(FunctionsApplicationBuilder builder) =>
        builder.Services.AddSingleton<ITables>(services =>
        {
            var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
            if (options.ConnectionString is { } connection) return new AzureTables(new TableServiceClient(connection, AzureTables.Options()));
            if (options.Endpoint is { } endpoint)
                return new AzureTables(new TableServiceClient(new Uri(endpoint), new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned), AzureTables.Options()));
            throw new OptionsValidationException("Storage", typeof(StorageOptions), ["Set Storage:Endpoint (https://account.table.core.windows.net) or Storage:ConnectionString."]);
        });
}
