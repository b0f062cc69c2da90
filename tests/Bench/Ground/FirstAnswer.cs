using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Ground;

/// <summary>Asks until an app that is being started answers.</summary>
internal static class FirstAnswer
{
    public static async Task ComesAsync(Uri address, string? token, CancellationToken ct)
    {
        using var http = new HttpClient();
        var started = Clock.Now;
        while (Clock.Since(started) < 60_000)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                if (token is not null) request.Headers.Authorization = new("Bearer", token);
                using var response = await http.SendAsync(request, ct);
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                await Clock.WaitAsync(0.002, ct);
            }
        }

        throw new TimeoutException($"{address} did not answer in a minute.");
    }
}
