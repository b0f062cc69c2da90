using Countersign.Storage.Sealing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Countersign.Storage;

public static partial class StorageComposition
{
    public static FunctionsApplicationBuilder AddStorage(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<StorageOptions>().BindConfiguration("Storage").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        builder.Services.AddSingleton<DueLists>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSealing();
        AddTables(builder);
        return builder;
    }

    static partial void AddTables(FunctionsApplicationBuilder builder);
}
