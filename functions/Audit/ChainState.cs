using System.Text.Json.Serialization;

namespace Countersign.Audit;

[JsonConverter(typeof(JsonStringEnumConverter<ChainState>))]
public enum ChainState
{
    /// <summary>Every entry follows from the one before, every content is what was committed to, and every checkpoint holds.</summary>
    [JsonStringEnumMemberName("verified")]
    Verified,

    /// <summary>The chain itself holds; contents beside it were altered.</summary>
    [JsonStringEnumMemberName("content_altered")]
    ContentAltered,

    /// <summary>The chain does not hold from <see cref="ChainBreak.Seq"/> on.</summary>
    [JsonStringEnumMemberName("broken")]
    Broken,
}
