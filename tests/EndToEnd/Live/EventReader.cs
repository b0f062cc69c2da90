using System.Net.Http.Headers;
using System.Text.Json;

namespace Countersign.Tests.EndToEnd.Live;

/// <summary>One server-sent event.</summary>
public sealed record SentEvent(long Number, string Type, JsonElement Data);

/// <summary>Reads a person's stream of events as a browser's client does.</summary>
public static class EventReader
{
    /// <summary>Follows from a number on, or as the path says, until <paramref name="enough"/> says so; everything it read.</summary>
    public static async Task<IReadOnlyList<SentEvent>> FollowAsync(Someone person, string path, long? after, Func<SentEvent, bool> enough)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (after is { } number) request.Headers.Add("Last-Event-ID", number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return await ReadAsync(person, request, enough);
    }

    /// <summary>Starts a run and reads its stream to the end that the app makes.</summary>
    public static async Task<IReadOnlyList<SentEvent>> StartAsync(Someone person, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/runs") { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", person.NewKey());
        return await ReadAsync(person, request, _ => false);
    }

    private static async Task<IReadOnlyList<SentEvent>> ReadAsync(Someone person, HttpRequestMessage request, Func<SentEvent, bool> enough)
    {
        using var http = new HttpClient(person.World.Line()) { BaseAddress = person.World.Url };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Doors.Token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        var events = new List<SentEvent>();
        var (id, type) = (0L, "");
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            person.World.Answers.Add(line);
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) type = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var data = JsonDocument.Parse(line[6..]);
                events.Add(new SentEvent(id, type, data.RootElement.Clone()));
                if (enough(events[^1])) break;
            }
        }

        return events;
    }
}
