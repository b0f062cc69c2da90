using Microsoft.AspNetCore.Builder;

namespace Countersign.Tests.Bench.Figures;

/// <summary>The least an ASP.NET Core app can be: what a cold start is compared with.</summary>
internal static class EmptyApp
{
    public static async Task<int> RunAsync(string url)
    {
        var app = WebApplication.CreateBuilder(["--urls", url, "--Logging:LogLevel:Default=Warning"]).Build();
        app.MapGet("/", () => "ok");
        await app.RunAsync();
        return 0;
    }
}
