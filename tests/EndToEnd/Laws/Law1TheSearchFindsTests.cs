using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Tests.EndToEnd.Live.Secrets;
using Microsoft.Data.Sqlite;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>What law 1 is tested with finds a secret that is there, in whatever form and however torn; a search that finds nothing proves nothing without it.</summary>
public sealed class Law1TheSearchFindsTests
{
    private const string Secret = "ghu_+Qz/7f3e9a5T9R4W8Z1K6mNbVcXyLkJhGf";

    public static TheoryData<string, string> Written() => new()
    {
        { "plain", Secret },
        { "in a sentence", $"token={Secret};" },
        { "base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)) },
        { "base64 after one byte", Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + Secret + "yz")) },
        { "base64 after two bytes", Convert.ToBase64String(Encoding.UTF8.GetBytes("xy" + Secret)) },
        { "base64url of a header", System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"Bearer {Secret}")) },
        { "hex", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Secret)) },
        { "HEX", Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)) },
        { "URL", $"subject_token={Uri.EscapeDataString(Secret)}&x=1" },
        { "every byte percent-encoded", string.Concat(Encoding.UTF8.GetBytes(Secret).Select(one => $"%{one:x2}")) },
        { "JSON", JsonSerializer.Serialize(new { token = Secret }) },
        { "its first half", Secret[..(Secret.Length / 2 + 1)] + "…" },
        { "its second half", "…" + Secret[(Secret.Length / 2 - 1)..] },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void It_finds_it_as(string how, string text) => Assert.True(Search().In(how, Encoding.UTF8.GetBytes($"before {text} after")).Any(), how);

    [Fact]
    public void It_finds_it_in_UTF_16() => Assert.NotEmpty(Search().In("memory", Encoding.Unicode.GetBytes($"before {Secret} after")));

    [Fact]
    public void It_finds_nothing_in_chance() => Assert.Empty(Search().In("noise", RandomNumberGenerator.GetBytes(1 << 20)));

    /// <summary>In a database's file: a value that is torn over its overflow pages, and one that was deleted and lies on a free page.</summary>
    [Fact]
    public void It_finds_it_in_a_database_torn_over_pages_and_deleted()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-search-");
        try
        {
            using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, "app.db"), Pooling = false }.ToString()))
            {
                connection.Open();
                Run(connection, "PRAGMA journal_mode=WAL; PRAGMA secure_delete=OFF; PRAGMA wal_autocheckpoint=0; CREATE TABLE rows (value BLOB)");

                // Wherever a page ends, it tears one of these.
                for (var before = 4000; before < 4000 + Secret.Length; before++) Run(connection, "INSERT INTO rows VALUES ($value)", new string('x', before) + Secret + new string('y', 9000));
                var wal = Read("app.db-wal");
                Assert.True(Search().In("wal", wal).Select(find => find.Offset / 4096).Distinct().Count() >= Secret.Length);
                Run(connection, "DELETE FROM rows; PRAGMA wal_checkpoint(TRUNCATE)");
            }

            Assert.NotEmpty(Search().In("free pages", Read("app.db")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        byte[] Read(string name)
        {
            using var stream = new FileStream(Path.Combine(folder.FullName, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
    }

    private static CanarySearch Search() => new([new Canary("token", Encoding.UTF8.GetBytes(Secret))]);

    private static void Run(SqliteConnection connection, string sql, string? value = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (value is not null) command.Parameters.AddWithValue("$value", Encoding.UTF8.GetBytes(value));
        command.ExecuteNonQuery();
    }
}
