using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Scripts;
using Countersign.Tests.EndToEnd.Live;
using Countersign.Tests.Fuzz;

namespace Countersign.Tests.EndToEnd.Fuzz;

/// <summary>
/// Any request to any door, made out of openapi.json, is answered in time with what the description knows, and never with 500; and the process that
/// answered them all holds no more than before.
/// </summary>
public sealed class DoorsTests(OwnWorld own) : IClassFixture<OwnWorld>
{
    private static readonly (string Method, string Path, JsonElement Operation)[] Doors =
    [
        .. JsonDocument.Parse(File.ReadAllText(Repository.PathOf("openapi.json"))).RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (method.Name.ToUpperInvariant(), path.Name, method.Value))),
    ];

    private static readonly string[] Bodies =
    [
        """{"message":"say \"hi\""}""", """{"message":"list the repositories","thread":"thr_00000000000000000000000000"}""",
        """{"tool":"github.get_issue","arguments":{"repository":"acme/shop","number":1}}""", """{"tool":"github.merge_pull_request","arguments":{"repository":"acme/no","number":1}}""",
        """{"account":"1001"}""", "{}",
    ];

    [Fact]
    public async Task No_input_makes_a_door_fail_hang_or_grow()
    {
        using var ada = await Someone.NewAsync(own.World);
        using var grace = await Someone.NewAsync(own.World); // now: afterwards the tenant has had enough of us for a while
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 16, AllowAutoRedirect = false }) { BaseAddress = own.World.Url, Timeout = TimeSpan.FromSeconds(60) };
        var real = await RealAsync(ada);
        var statuses = new ConcurrentDictionary<int, int>();
        var refused = new ConcurrentBag<int>();
        var fuzzing = Fuzzing.Of("doors", 480, 1_200);
        var warm = Math.Max(200, fuzzing.Inputs / 5);
        var (before, after) = (Holdings.Of(own.World), Holdings.Of(own.World));
        await fuzzing.EachAsync(
            async (random, number) =>
            {
                if (number == warm) before = Holdings.Of(own.World);
                using var request = Request(random, ada.Doors.Token!, real, out var what);
                try
                {
                    using var response = await http.SendAsync(request);
                    var body = await response.Content.ReadAsStringAsync();
                    var status = (int)response.StatusCode;
                    statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
                    Assert.True(status is < 500 or 503, $"{status} {body}");
                    // Not for what stood there already: a key that was used, a place that was taken. A read that the provider refused is on record.
                    var tried = request.Method == HttpMethod.Post && request.RequestUri!.OriginalString.StartsWith("api/actions", StringComparison.Ordinal) && status is not (400 or 401);
                    if (status is >= 400 and not (409 or 422 or 429 or 503) && !tried) refused.Add(number);
                    if (status >= 400) Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{status} as {response.Content.Headers.ContentType}");
                }
                catch (Exception e) when (e is not HttpRequestException { InnerException: IOException })
                {
                    throw new Xunit.Sdk.XunitException($"{fuzzing.Where(number, what)}\n{e.Message}");
                }
            },
            atOnce: 8);
        after = Holdings.Of(own.World);
        var (again, grown) = await AgainAsync(fuzzing, http, ada, grace, real, [.. refused]);

        Assert.DoesNotContain(own.World.Log, line => line.Contains("Defect", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal));
        Assert.True((await ada.Doors.GetAsync("healthz", default)).Ok);
        Assert.True(after.Handles <= before.Handles + 100, $"handles from {before.Handles} to {after.Handles}");
        Assert.True(after.Threads <= before.Threads + 64, $"threads from {before.Threads} to {after.Threads}");
        Assert.True(after.Rss <= before.Rss + 256, $"MiB from {before.Rss} to {after.Rss}");
        Assert.True(again > fuzzing.Inputs / 4, $"only {again} inputs were refused");
        Assert.Empty(grown);
        Assert.Equal("verified", (await ada.ReadAsync("api/audit/verify")).GetProperty("state").GetString());
        fuzzing.Report(new JsonObject
        {
            ["statuses"] = new JsonObject([.. statuses.OrderBy(s => s.Key).Select(s => KeyValuePair.Create(s.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)s.Value))]),
            ["refused_again"] = again,
            ["rss_mib"] = $"{before.Rss} -> {after.Rss}", ["handles"] = $"{before.Handles} -> {after.Handles}", ["threads"] = $"{before.Threads} -> {after.Threads}",
        });
    }

    /// <summary>
    /// What was refused is sent once more, by somebody who has nothing under way and under keys that are new: no table has a row more for it, but for what
    /// the first person's own runs go on to write, for a key that was used, and for what is on record of it.
    /// </summary>
    private async Task<(int Again, IReadOnlyList<string> Grown)> AgainAsync(Fuzzing fuzzing, HttpClient http, Someone ada, Someone grace, IReadOnlyList<string> real, int[] refused)
    {
        var busy = (await ada.ReadAsync("api/audit/verify")).GetProperty("principal").GetString()!;
        Assert.True((await grace.Doors.GetAsync("api/runs", default)).Ok);
        var before = own.World.Store.RowsOutside(busy);
        await Parallel.ForEachAsync(refused, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, ct) =>
        {
            using var request = Request(fuzzing.Draw(number), ada.Doors.Token!, real, out var what);
            if (request.Headers.NonValidated.TryGetValues("Authorization", out var bearer) && bearer.ToString() == $"Bearer {ada.Doors.Token}")
            {
                request.Headers.Remove("Authorization");
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {grace.Doors.Token}");
            }

            if (request.Headers.TryGetValues("Idempotency-Key", out var keys) && keys.Single().StartsWith('k') && request.Headers.Remove("Idempotency-Key")) request.Headers.TryAddWithoutValidation("Idempotency-Key", $"again{number}");
            try
            {
                using var response = await http.SendAsync(request, ct);
                if ((int)response.StatusCode < 400) throw new Xunit.Sdk.XunitException($"{fuzzing.Where(number, what)}\nrefused at first, and then {(int)response.StatusCode}");
            }
            catch (HttpRequestException e) when (e.InnerException is IOException)
            {
                // A line that the server closed is a refusal.
            }
        });
        var after = own.World.Store.RowsOutside(busy);
        return (refused.Length, [.. after.Where(table => table.Key is not ("people idem" or "people audit" or "people content" or "people head") && table.Value > before.GetValueOrDefault(table.Key)).Select(table => $"{table.Key}: {before.GetValueOrDefault(table.Key)} -> {table.Value}")]);
    }

    [Fact]
    public async Task No_bytes_on_the_line_make_the_app_fail_or_hang()
    {
        var fuzzing = Fuzzing.Of("bytes on the line", 60, 200);
        await fuzzing.EachAsync(
            async (random, number) =>
            {
                var bytes = Mutations.Bytes(random, Encoding.ASCII.GetBytes($"POST /api/runs?limit=1 HTTP/1.1\r\nHost: {own.World.Url.Authority}\r\nAuthorization: Bearer x.y.z\r\nContent-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: 16\r\n\r\n{{\"message\":\"hi\"}}"));
                var answer = await ExchangeAsync(bytes);
                if (answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) && !answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal))
                    throw new Xunit.Sdk.XunitException(fuzzing.Where(number, Encoding.Latin1.GetString(bytes)) + "\n" + answer);
            },
            atOnce: 8);
        Assert.True((await own.World.Door().GetAsync("healthz", default)).Ok);
        fuzzing.Report([]);
    }

    /// <summary>Sends, says that no more comes, and reads to the end; an end without an answer is one too.</summary>
    private async Task<string> ExchangeAsync(byte[] bytes)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await socket.ConnectAsync(own.World.Url.Host, own.World.Url.Port, patience.Token);
            await socket.SendAsync(bytes, patience.Token);
            socket.Shutdown(SocketShutdown.Send);
            var buffer = new byte[4096];
            var answer = new StringBuilder();
            for (int read; (read = await socket.ReceiveAsync(buffer, patience.Token)) > 0;) answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            return answer.ToString();
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static HttpRequestMessage Request(Random random, string token, IReadOnlyList<string> real, out string what)
    {
        var (method, path, operation) = Doors[random.Next(Doors.Length)];
        var address = string.Join('/', path.TrimStart('/').Split('/').Select(part => part.StartsWith('{') ? Escaped(random.Next(3) == 0 ? real[random.Next(real.Count)] : Mutations.Text(random, 30)) : part));
        if (random.Next(12) == 0) address += "/" + Escaped(Mutations.Text(random, 20));
        var query = new List<string>();
        if (operation.TryGetProperty("parameters", out var parameters))
        {
            foreach (var parameter in parameters.EnumerateArray())
            {
                if (parameter.GetProperty("in").GetString() == "query" && parameter.GetProperty("name").GetString() != "follow" && random.Next(3) == 0)
                    query.Add($"{parameter.GetProperty("name").GetString()}={Escaped(random.Next(4) == 0 ? real[random.Next(real.Count)] : Mutations.Text(random, 40))}");
            }
        }

        // What is followed stays open; a test of its own does that.
        if (path == "/api/events") query.Add($"follow={(random.Next(6) == 0 ? "x" + Escaped(Mutations.Text(random, 5)) : "false")}");
        if (random.Next(10) == 0) query.Add($"{Escaped(Mutations.Text(random, 10))}={Escaped(Mutations.Text(random, 10))}");
        if (query.Count > 0) address += "?" + string.Join('&', query);
        if (random.Next(15) == 0) method = new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND" }[random.Next(9)];
        var request = new HttpRequestMessage(HttpMethod.Parse(method), address);
        var bearer = random.Next(8) switch { 0 => Encoding.Latin1.GetString(Mutations.Bytes(random, Encoding.ASCII.GetBytes(token))), 1 => Token(random), _ => token };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Header(bearer));
        if (random.Next(4) != 0) request.Headers.TryAddWithoutValidation("Idempotency-Key", Header(random.Next(3) == 0 ? Mutations.Text(random, 300) : $"k{random.Next()}"));
        if (path == "/api/events" && random.Next(2) == 0) request.Headers.TryAddWithoutValidation("Last-Event-ID", Header(random.Next(2) == 0 ? Mutations.Text(random, 30) : $"{random.NextInt64() >> random.Next(63)}"));
        foreach (var name in (string[])["If-Match", "Last-Event-ID", "Accept", "traceparent", "X-Forwarded-For", "Content-Encoding", "Expect", "Cookie", "Origin"])
            if (random.Next(12) == 0) request.Headers.TryAddWithoutValidation(name, Header(Mutations.Text(random, 40)));
        request.Headers.Remove("Expect");
        var body = Array.Empty<byte>();
        if (method is "POST" or "PUT" or "PATCH")
        {
            body = random.Next(8) == 0 ? Encoding.UTF8.GetBytes(Bodies[random.Next(Bodies.Length)]) : Mutations.Json(random, Bodies[random.Next(Bodies.Length)]);
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(10) == 0 ? Header(Mutations.Text(random, 30)) : "application/json");
        }

        what = $"{method} /{address} with {Encoding.UTF8.GetString(body)}";
        return request;
    }

    /// <summary>Three parts in base 64 as a token has them, of any JSON.</summary>
    private static string Token(Random random)
    {
        string Part(string json) => Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(Mutations.Json(random, json));
        return $"{Part("""{"alg":"RS256","typ":"JWT","kid":"x","crit":["b64"]}""")}.{Part("""{"iss":"http://127.0.0.1/","sub":"auth0|x","aud":["a"],"exp":1,"iat":1}""")}.{Part("\"x\"")}";
    }

    /// <summary>Ids and cursors of their own, so that inputs reach what lies behind the first look.</summary>
    private static async Task<IReadOnlyList<string>> RealAsync(Someone ada)
    {
        for (var i = 0; i < 2; i++) await ada.RunAsync(await ada.AskAsync("say \"hello\""), "done");
        var (action, _) = await ada.ProposeMergeAsync(7);
        var runs = await ada.ReadAsync("api/runs?limit=1");
        var thread = (await ada.ReadAsync("api/threads")).GetProperty("items")[0].GetProperty("id").GetString()!;
        return [action, runs.GetProperty("items")[0].GetProperty("id").GetString()!, runs.GetProperty("next").GetString()!, thread, "github", "1", "200"];
    }

    private static string Escaped(string text) => Uri.EscapeDataString(new string([.. text.Where(letter => !char.IsSurrogate(letter) && letter != '\0')])) is { Length: > 0 } escaped ? escaped : "_";

    private static string Header(string text) => new([.. text.Where(letter => letter is >= ' ' and <= '~')]);

    /// <summary>What a process holds, as its kernel counts it.</summary>
    private sealed record Holdings(long Rss, int Handles, int Threads)
    {
        public static Holdings Of(LiveWorld world)
        {
            var folder = $"/proc/{world.AppProcess}";
            var status = File.ReadAllLines($"{folder}/status");
            long Number(string name) => long.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            return new Holdings(Number("VmRSS:") / 1024, Directory.GetFiles($"{folder}/fd").Length, (int)Number("Threads:"));
        }
    }
}
