using System.Globalization;
using Countersign.Runtime.Durable.Storage;
using Microsoft.Data.Sqlite;

namespace Countersign.Tests.Workflows.Engine;

/// <summary>A look at a history file, or a change of it, from outside.</summary>
internal static class HistorySql
{
    public static object? Scalar(string file, string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection(string.Create(CultureInfo.InvariantCulture, $"Data Source={file};Pooling=False"));
        connection.Open();
        return HistoryFile.Scalar(connection, sql);
    }
}
