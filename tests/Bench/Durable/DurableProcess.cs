using Countersign.Runtime.Durable;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Bench.Durable;

/// <summary>
/// The local runtime with the bench's tiny functions, in a process of its own: <c>durable KIND DATA NUMBER…</c>. What it measures in itself it prints, one
/// figure a line.
/// </summary>
internal static class DurableProcess
{
    public static async Task<int> RunAsync(string[] args)
    {
        var numbers = args[2..].Select(int.Parse).ToArray();
        var (kind, data, url) = (args[0], args[1], UrlOf(args[0], numbers));
        var commits = new Commits();
        var builder = FunctionsApplication.CreateBuilder([$"--Runtime:Url={url}", $"--Runtime:Data={data}", "--Runtime:InspectionPort=0", "--Logging:LogLevel:Default=Warning"]);
        builder.Local.Types = [typeof(BenchFunctions)];
        builder.ConfigureFunctionsWebApplication();
        if (kind == "herd") builder.Services.AddSingleton<TimeProvider>(new LaterTime(TimeSpan.FromHours(2)));
        builder.Services.AddSingleton(services => new DurableEngine(
            services.GetRequiredService<DurableOptions>(), services.GetRequiredService<IFunctionInvoker>(), services.GetRequiredService<DataConverter>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System, services.GetRequiredService<ILoggerFactory>())
        { AfterCommit = _ => commits.Add() });
        var host = builder.Build();
        BenchFunctions.Began();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<DurableTaskClient>();
        await (kind switch
        {
            "steps" => StepsKind.RunAsync(client, commits, numbers),
            "alone" => StepsKind.AloneAsync(client, numbers[0]),
            "parked" => ParkedKind.RunAsync(client, host.Services.GetRequiredService<DurableEngine>(), numbers),
            "park" => ParkedKind.ParkAsync(client, 0, numbers[0], TimeSpan.FromHours(1)),
            "herd" => HerdKind.RunAsync(numbers[0]),
            _ => throw new ArgumentException($"There is no kind {kind}."),
        });
        await host.StopAsync();
        return 0;
    }

    /// <summary>The herd is asked for something meanwhile; the others listen for nobody.</summary>
    private static string UrlOf(string kind, int[] numbers) => $"http://127.0.0.1:{(kind == "herd" ? numbers[1] : 0)}";
}
