using Azure.Data.Tables;
using Countersign.Storage;
using Countersign.Tests.Storage;

namespace Countersign.Tests.Fidelity.Storage;

/// <summary>The deployed adapter with the real client library; every test finds no table and makes its own.</summary>
public sealed class AzureTablesKeepTheContract(Azurite azurite) : TablesContract, IClassFixture<Azurite>
{
    private readonly TableServiceClient _service = azurite.Client();

    protected override Task<ITables> OpenAsync() => Task.FromResult<ITables>(new AzureTables(_service));

    protected override async Task CloseAsync()
    {
        await foreach (var table in _service.QueryAsync()) await _service.DeleteTableAsync(table.Name);
    }
}
