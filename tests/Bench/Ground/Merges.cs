using System.Text.Json;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Ground;

/// <summary>Waiting for what a person approved.</summary>
internal static class Merges
{
    public static async Task<JsonElement> DoneAsync(Caller caller, string action, CancellationToken ct)
    {
        var started = Clock.Now;
        while (Clock.Since(started) < 60_000)
        {
            var row = await caller.JsonAsync(HttpMethod.Get, $"api/actions/{action}", null, ct);
            switch (row.GetProperty("state").GetString())
            {
                case "done": return row;
                case "proposed" or "parked" or "executing": break;
                case var other: throw new InvalidOperationException($"The merge ended as {other}: {row}");
            }

            await Clock.WaitAsync(0.02, ct);
        }

        throw new TimeoutException($"{action} was not done in a minute.");
    }
}
