namespace Countersign.Runtime.Durable;

/// <summary>The host's rules for instance ids: at most 256 characters, not starting with <c>@</c>, none of <c>/ \ ? #</c> and no control characters.</summary>
internal static class InstanceIds
{
    public const int MaxLength = 256;

    /// <exception cref="ArgumentException">The id breaks a rule.</exception>
    public static string Check(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        if (id.Length > MaxLength)
            throw new ArgumentException($"Instance IDs must not exceed {MaxLength} characters.", nameof(id));
        if (id[0] == '@')
            throw new ArgumentException("Instance IDs must not start with '@'.", nameof(id));
        if (id.AsSpan().IndexOfAny("/\\?#") >= 0 || id.Any(char.IsControl))
            throw new ArgumentException("Instance IDs must not contain /, \\, ?, # or control characters.", nameof(id));
        return id;
    }
}
