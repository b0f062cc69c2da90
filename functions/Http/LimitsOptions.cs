using System.ComponentModel.DataAnnotations;

namespace Countersign.Http;

/// <summary>Settings under <c>Limits:</c>. Each process counts for itself.</summary>
public sealed class LimitsOptions
{
    /// <summary>Requests a person may send in a second, on average. 1 to 1,000, default 20.</summary>
    [Range(1, 1000)]
    public int RequestsPerSecond { get; set; } = 20;

    /// <summary>Requests a person may send at once after a pause. 1 to 10,000, default 100.</summary>
    [Range(1, 10_000)]
    public int Burst { get; set; } = 100;

    /// <summary>Requests of a person that are worked on at once. 1 to 1,000, default 32.</summary>
    [Range(1, 1000)]
    public int AtOnce { get; set; } = 32;

    /// <summary>Event streams that a person may have open. 1 to 1,000, default 16.</summary>
    [Range(1, 1000)]
    public int Streams { get; set; } = 16;
}
