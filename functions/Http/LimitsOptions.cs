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
}
