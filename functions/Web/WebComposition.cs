using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.Web;

public static class WebComposition
{
    public static FunctionsApplicationBuilder AddWeb(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<AppOptions>().BindConfiguration("App").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AppOptions>, AppOptionsValidator>();
        builder.Services.AddSingleton<WebFiles>();
        builder.Services.AddSingleton<PageHeaders>();
        return builder;
    }
}
