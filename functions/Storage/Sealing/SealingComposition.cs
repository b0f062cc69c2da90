using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Storage.Sealing;

internal static class SealingComposition
{
    public static void AddSealing(this IServiceCollection services)
    {
        services.AddOptions<SecretsOptions>().BindConfiguration("Secrets");
        services.AddSingleton<MasterKey>();
        services.AddHostedService<MasterKeyCheck>();
        services.AddDataProtection().SetApplicationName("Countersign");
        services.AddOptions<KeyManagementOptions>().Configure<ITables, MasterKey>((options, tables, key) =>
        {
            options.XmlRepository = new KeyRing(tables);
            options.XmlEncryptor = new MasterKeyEncryptor(key);
        });
        services.AddSingleton<ISealer, DataProtectionSealer>();
        services.AddSingleton<RowSeal>();
    }
}
