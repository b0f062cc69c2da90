using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Faults;

/// <summary>A stop under load: what was begun is answered or goes on after the next start, and nothing is lost or done twice.</summary>
public sealed class ShutdownTests(OwnWorld own) : IClassFixture<OwnWorld>
{
    [Fact]
    public async Task A_stop_under_load_answers_what_was_begun_ends_streams_in_order_and_loses_nothing()
    {
        var world = own.World;
        var people = new List<Someone>();
        for (var n = 0; n < 3; n++)
        {
            people.Add(await Someone.NewAsync(world));
            await people[^1].Phone.AnswersAsync("approve");
            Assert.True((await people[^1].UseAsync("github.list_issues", new JsonObject { ["repository"] = people[^1].Repository })).Ok);
        }

        using var over = new CancellationTokenSource();
        var accepted = new ConcurrentBag<(Someone Person, string Action)>();
        var cut = new ConcurrentBag<Func<Task>>();
        var answered = new ConcurrentDictionary<int, int>();
        var load = people.SelectMany(person => Enumerable.Range(0, 3).Select(worker => LoadAsync(person, worker, accepted, answered, cut, over.Token))).ToList();
        var stream = EndOfStreamAsync(people[0]);
        await Eventually.TrueAsync(() => accepted.Count >= 6 && answered.GetValueOrDefault(200) >= 6, "there is load");
        using var slow = await Someone.NewAsync(world);
        await world.Control.FaultAsync("github_delay", 1, new JsonObject { ["ms"] = 2000, ["match"] = new JsonObject { ["person"] = slow.Name } });
        var held = slow.UseAsync("github.list_issues", new JsonObject { ["repository"] = slow.Repository });
        await Eventually.ComesAsync(async () => await world.Control.FaultsLeftAsync("github_delay") == 0 ? (bool?)true : null, () => "the provider takes its time for a read");

        var code = await world.TerminateAsync();
        await over.CancelAsync();
        await Task.WhenAll(load);

        Assert.Equal(0, code);
        Assert.Equal(200, (int)(await held).Status);
        Assert.DoesNotContain(answered.Keys, status => status >= 500);
        Assert.True(await stream, "The stream ended in the middle of something, or never said when to come back.");

        await world.RestartAsync();
        foreach (var repeat in cut) await repeat();
        foreach (var (person, action) in accepted) await person.ActionAsync(action, "done");
        foreach (var person in people)
        {
            var mine = accepted.Count(one => one.Person == person);
            Assert.Equal(mine, (await person.EffectsAsync()).Count(effect => effect == "comment"));
            Assert.Equal("verified", (await person.ReadAsync("api/audit/verify")).GetProperty("state").GetString());
            person.Dispose();
        }
    }

    /// <summary>
    /// One worker reads, the others write, until the app takes no connection any more. What was sent into a kept connection in the moment in which it was
    /// closed has no answer; it is sent again after the start, under its key.
    /// </summary>
    private static async Task LoadAsync(
        Someone person, int worker, ConcurrentBag<(Someone, string)> accepted, ConcurrentDictionary<int, int> answered, ConcurrentBag<Func<Task>> cut, CancellationToken over)
    {
        for (var n = 0; !over.IsCancellationRequested; n++)
        {
            var key = person.NewKey();
            var body = $"{worker} says {n}";
            async Task<int> WriteAsync()
            {
                var reply = await person.UseAsync("github.comment", new JsonObject { ["repository"] = person.Repository, ["number"] = 1, ["body"] = body }, key);
                if ((int)reply.Status is 200 or 202) accepted.Add((person, reply.Text("id")));
                return (int)reply.Status;
            }

            try
            {
                var status = worker == 0 ? (int)(await person.UseAsync("github.list_issues", new JsonObject { ["repository"] = person.Repository })).Status : await WriteAsync();
                answered.AddOrUpdate(status, 1, (_, count) => count + 1);
                // Where too many wait for the person they are let be answered first.
                if (status is 403 or 429) await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, over);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                return; // nobody listens any more
            }
            catch (HttpRequestException)
            {
                if (worker > 0) cut.Add(WriteAsync);
                return;
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <returns>Whether the stream said when to come back and ended behind a whole event.</returns>
    private static async Task<bool> EndOfStreamAsync(Someone person)
    {
        using var http = new HttpClient { BaseAddress = person.World.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Doors.Token);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var text = await response.Content.ReadAsStringAsync().WithinDeadlineAsync();
        return text.StartsWith("retry: ", StringComparison.Ordinal) && text.EndsWith("\n\n", StringComparison.Ordinal);
    }
}
