using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Countersign.Tests.Workflows.Durability;

/// <summary>
/// What a SQLite file held after each commit, and how long its write-ahead log was then. Cut anywhere, the log must give back exactly the last commit that
/// fits before the cut: a power cut leaves a prefix, and perhaps something else behind it.
/// </summary>
internal sealed class WalCuts(string file)
{
    private const int Header = 32;
    private const int FrameHeader = 24;

    private readonly List<(long Length, string Content)> _commits = [];

    public int Commits => _commits.Count;

    /// <summary>Called after each commit, before the next.</summary>
    public void AfterCommit()
    {
        using var connection = Connect(file);
        _commits.Add((new FileInfo(file + "-wal").Length, Content(connection)));
    }

    /// <summary>Cuts copies of the files as they lie there; the process that wrote them may still have them open.</summary>
    /// <param name="openAndClose">Opens the copy as the process does after a power cut.</param>
    /// <returns>How many cuts were tried.</returns>
    public int Check(Action<string> openAndClose)
    {
        var (database, log) = (Read(file), Read(file + "-wal"));
        var page = PageSize(log);
        var frames = (log.Length - Header) / (page + FrameHeader);
        var tried = 0;
        for (var frame = 0; frame <= frames; frame++)
        {
            var start = Header + (frame * (page + FrameHeader));
            Cut(start, torn: false);
            if (frame < frames)
            {
                // Somewhere else in each frame: its header, its page, its last byte.
                Cut(start + 1 + (frame * 977 % (page + FrameHeader - 1)), torn: frame % 2 == 0);
                Cut(start + (frame % 3 == 0 ? page + FrameHeader - 1 : FrameHeader), torn: frame % 2 == 1);
            }
        }

        for (var length = 0; length < Header; length += 7)
            Cut(length, torn: false);
        return tried;

        void Cut(int length, bool torn)
        {
            tried++;
            var folder = Directory.CreateTempSubdirectory("countersign-cut-");
            try
            {
                var copy = Path.Combine(folder.FullName, Path.GetFileName(file));
                System.IO.File.WriteAllBytes(copy, database);
                System.IO.File.WriteAllBytes(copy + "-wal", [.. log.AsSpan(0, length), .. torn ? log[length..].Select(b => (byte)~b) : []]);
                openAndClose(copy);
                using var connection = Connect(copy);
                Assert.Equal("ok", Assert.Single(Rows(connection, "PRAGMA integrity_check"))[0]);
                var expected = _commits.FindLastIndex(commit => commit.Length <= length);
                var found = Content(connection);
                if (expected >= 0)
                    Assert.True(found == _commits[expected].Content, Difference(length, expected, found));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private string Difference(int length, int expected, string found)
    {
        var held = _commits.FindIndex(commit => commit.Content == found);
        return string.Create(CultureInfo.InvariantCulture, $"Cut at {length}, the log holds {(held < 0 ? "half a commit" : $"commit {held}")} and not commit {expected}.");
    }

    private static string Content(SqliteConnection connection)
    {
        var content = new StringBuilder();
        foreach (var table in Rows(connection, "SELECT name FROM sqlite_master WHERE type='table' ORDER BY name").Select(row => (string)row[0]))
        {
            foreach (var row in Rows(connection, $"SELECT * FROM {table}"))
            {
                content.Append(table);
                foreach (var value in row)
                    content.Append('|').Append(value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture));
                content.Append('\n');
            }
        }

        return content.ToString();
    }

    private static int PageSize(byte[] log) => (log[8] << 24) | (log[9] << 16) | (log[10] << 8) | log[11];

    /// <summary>Reads beside whoever has it open.</summary>
    private static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static SqliteConnection Connect(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static List<object[]> Rows(SqliteConnection connection, string sql)
    {
        List<object[]> all = [];
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var row = new object[rows.FieldCount];
            rows.GetValues(row);
            all.Add(row);
        }

        return all;
    }
}
