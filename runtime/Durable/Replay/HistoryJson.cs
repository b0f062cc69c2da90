using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Runtime.Durable.Replay;

/// <summary>The stored format of history: one array a turn.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<HistoryEvent>))]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(ParentLink))]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    public static string Write(List<HistoryEvent> events) => JsonSerializer.Serialize(events, Default.ListHistoryEvent);

    public static byte[] WriteTurn(List<HistoryEvent> events) => JsonSerializer.SerializeToUtf8Bytes(events, Default.ListHistoryEvent);

    public static string Write(HistoryEvent one) => JsonSerializer.Serialize(one, Default.HistoryEvent);

    public static List<HistoryEvent> ReadTurn(string json) => JsonSerializer.Deserialize(json, Default.ListHistoryEvent)!;

    public static List<HistoryEvent> ReadTurn(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.ListHistoryEvent)!;

    public static HistoryEvent ReadEvent(string json) => JsonSerializer.Deserialize(json, Default.HistoryEvent)!;
}
