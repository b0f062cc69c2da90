using System.Text;
using Microsoft.Data.Sqlite;

namespace Countersign.Scripts.Story;

/// <summary>The app's database opened from outside, as somebody who got at the file would.</summary>
public static class Store
{
    /// <summary>Replaces text in the value of one row.</summary>
    /// <returns>How many rows changed.</returns>
    public static int Alter(string data, string key, string before, string after)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "app", "app.db"), Pooling = false }.ToString());
        connection.Open();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT value FROM rows WHERE key = $key";
        read.Parameters.AddWithValue("$key", key);
        var text = Encoding.UTF8.GetString((byte[])(read.ExecuteScalar() ?? throw new ScriptException($"The store has no row {key}.")));
        using var write = connection.CreateCommand();
        write.CommandText = "UPDATE rows SET value = $value WHERE key = $key AND value <> $value";
        write.Parameters.AddWithValue("$key", key);
        write.Parameters.AddWithValue("$value", Encoding.UTF8.GetBytes(text.Replace(before, after, StringComparison.Ordinal)));
        return write.ExecuteNonQuery();
    }
}
