using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Tests.Browser;

/// <summary>The application that sends people to the tenant and to GitHub: a page on a real origin, to come back to.</summary>
public sealed class Application : IAsyncDisposable
{
    private readonly WebApplication _server;

    private Application(WebApplication server) => _server = server;

    public string Callback => _server.Urls.First() + "/callback";

    public static async Task<Application> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync("<!doctype html><html lang=en><title>Back</title><link rel=icon href=data:,><p>Back at the application</p></html>");
        });
        await server.StartAsync();
        return new Application(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
