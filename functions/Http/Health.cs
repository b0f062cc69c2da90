namespace Countersign.Http;

/// <param name="Status"><c>ok</c>.</param>
internal sealed record Health(string Status);
