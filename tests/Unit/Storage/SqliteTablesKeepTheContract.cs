using Countersign.Storage;
using Countersign.Storage.Sqlite;
using Countersign.Tests.Storage;

namespace Countersign.Tests.Unit.Storage;

public sealed class SqliteTablesKeepTheContract : TablesContract
{
    private readonly TemporaryFolder _folder = new();
    private SqliteTables? _tables;

    protected override Task<ITables> OpenAsync() => Task.FromResult<ITables>(_tables = new SqliteTables(_folder.Path));

    protected override Task CloseAsync()
    {
        _tables?.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
