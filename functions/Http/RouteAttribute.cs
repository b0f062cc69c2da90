namespace Countersign.Http;

/// <summary>What openapi.json says of an HTTP function beside its route; every one under /api has it.</summary>
/// <param name="summary">A short imperative sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RouteAttribute(string summary) : Attribute
{
    public string Summary { get; } = summary;

    /// <summary>The record that the body is read into.</summary>
    public Type? Request { get; set; }

    /// <summary>The record that a success answers with; none for 204 and streams.</summary>
    public Type? Response { get; set; }

    /// <summary>A second record that the success may be answered with; none for most.</summary>
    public Type? OtherResponse { get; set; }

    /// <summary>The success status.</summary>
    public int Status { get; set; } = 200;

    /// <summary>A second success status with the same body, such as 202; 0 for none.</summary>
    public int OtherStatus { get; set; }

    /// <summary>The success's media type.</summary>
    public string MediaType { get; set; } = "application/json";

    /// <summary>Statuses of problems beyond 400, 401, 403 and 429, which every authenticated route has.</summary>
    public int[] Problems { get; set; } = [];

    /// <summary>Query parameters, each <c>name: description</c>.</summary>
    public string[] Query { get; set; } = [];

    /// <summary>Whether Idempotency-Key is wanted.</summary>
    public bool IdempotencyKey { get; set; }

    /// <summary>Whether If-Match is wanted.</summary>
    public bool IfMatch { get; set; }
}
