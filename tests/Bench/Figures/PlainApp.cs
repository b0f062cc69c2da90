using System.Text.Json;
using Countersign.Tests.Bench.Ground;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Countersign.Tests.Bench.Figures;

/// <summary>
/// The least that an app with the same parts costs: a request in, the bare client's exchange and read, one row with its sync. It asks nobody who is calling
/// and decides nothing.
/// </summary>
internal static class PlainApp
{
    public static IReadOnlyList<string> Needed { get; } = ["Auth0:Issuer", "GitHub:ApiOrigin", "Auth0:Vault:ClientId", "Auth0:Vault:PrivateKey"];

    public static async Task<int> RunAsync(string url, string file)
    {
        var builder = WebApplication.CreateBuilder(["--urls", url, "--Logging:LogLevel:Default=Warning"]);
        using var client = new BareClient(Needed.ToDictionary(key => key, key => builder.Configuration[key]!)); // it is started with them
        SQLitePCL.Batteries_V2.Init();
        using var store = new SqliteConnection($"Data Source={file};Pooling=False");
        store.Open();
        foreach (var setup in (string[])["PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE acted (body TEXT NOT NULL)"]) Execute(store, setup);
        using var insert = store.CreateCommand();
        insert.CommandText = "INSERT INTO acted (body) VALUES ($body)";
        var body = insert.Parameters.Add("$body", SqliteType.Text);

        await using var app = builder.Build();
        app.MapGet("/", () => "ok");
        app.MapPost("/", async (HttpContext context, CancellationToken ct) =>
        {
            var token = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
            using var asked = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: ct);
            var arguments = asked.RootElement.GetProperty("arguments");
            await client.ReadIssueAsync(token, arguments.GetProperty("repository").GetString()!, arguments.GetProperty("number").GetInt32(), ct);
            lock (insert)
            {
                body.Value = arguments.GetRawText();
                insert.ExecuteNonQuery();
            }

            return "ok";
        });
        await app.RunAsync();
        return 0;
    }

    private static void Execute(SqliteConnection store, string statement)
    {
        using var command = store.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
