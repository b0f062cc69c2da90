namespace Countersign.Policies;

/// <summary>
/// A method and a path template relative to the client's base address: literal segments, <c>{name}</c> for exactly one segment, <c>{*name}</c> last for
/// one or more. The query is free; the origin is the client's own.
/// </summary>
public sealed record RequestTemplate(string Method, string Path)
{
    public override string ToString() => $"{Method} {Path}";
}
