using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Countersign.Storage.Sealing;

/// <summary>Data Protection's key ring in the store. Its interface is synchronous; it is asked at start and when a key is due.</summary>
internal sealed class KeyRing(ITables tables) : IXmlRepository
{
    internal const string Table = "keys";
    internal const string Partition = "ring";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var elements = new List<XElement>();
        string? continuation = null;
        do
        {
            var page = tables.QueryAsync(Table, Partition, new KeyRange("-", "~"), TableLimits.Page, continuation, default).GetAwaiter().GetResult();
            foreach (var row in page.Rows) elements.Add(XElement.Parse(JsonSerializer.Deserialize(row.Value.Span, SealingJson.Default.String)!)); // written below
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var value = JsonSerializer.SerializeToUtf8Bytes(element.ToString(SaveOptions.DisableFormatting), SealingJson.Default.String);
        tables.WriteAsync(Table, Partition, [new Change.Upsert(friendlyName, value)], default).GetAwaiter().GetResult();
    }
}
