using System.Text.Json.Serialization;

namespace Countersign.Policies;

/// <summary>How a tool keeps an effect from happening twice, the strongest that its provider offers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EffectStrategy>))]
public enum EffectStrategy
{
    /// <summary>A read: nothing happens.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The provider takes an id from us and refuses a second use.</summary>
    [JsonStringEnumMemberName("client_id")]
    ClientId,

    /// <summary>The provider acts only while what we saw still holds (a head <c>sha</c>, a ref update without force).</summary>
    [JsonStringEnumMemberName("precondition")]
    Precondition,

    /// <summary>A first phase that nobody outside sees, then its release.</summary>
    [JsonStringEnumMemberName("two_phases")]
    TwoPhases,

    /// <summary>A marker in what was made, looked for before a second try.</summary>
    [JsonStringEnumMemberName("marker")]
    Marker,

    /// <summary>Nothing: an interrupted call ends as unknown and is never repeated.</summary>
    [JsonStringEnumMemberName("at_most_once")]
    AtMostOnce,
}
