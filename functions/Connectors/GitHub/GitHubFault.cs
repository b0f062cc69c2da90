namespace Countersign.Connectors.GitHub;

/// <summary>What kind of no a request got.</summary>
internal enum FaultKind
{
    /// <summary>401: the token as such.</summary>
    TokenRefused,

    /// <summary>404: not there, or not for this token to see.</summary>
    NotFound,

    /// <summary>403 that names permissions, or says the app may not.</summary>
    Permission,

    /// <summary>403 or 429 of either rate limit; nothing was done.</summary>
    Limited,

    /// <summary>A redirect that is not followed.</summary>
    Moved,

    /// <summary>409.</summary>
    Conflict,

    /// <summary>405: cannot be merged now.</summary>
    NotAllowed,

    /// <summary>Any other 4xx.</summary>
    Rejected,

    /// <summary>Never left this machine: no connection was made.</summary>
    NotSent,

    /// <summary>Stopped on the way out: the tool does not declare it, or it leads elsewhere. Nothing was sent.</summary>
    Stopped,

    /// <summary>5xx, a time-out, a dropped connection, or an answer that cannot be read: it may have been done.</summary>
    Broken,
}

/// <param name="Message">GitHub's own words: one line, at most 200 characters. Outside content; in outcomes only, never in exceptions or logs.</param>
/// <param name="After">Of <see cref="FaultKind.Limited"/>: how long to wait.</param>
/// <param name="Accepted">Of <see cref="FaultKind.Permission"/>: <c>contents=write</c>, where GitHub says it.</param>
internal sealed record GitHubFault(FaultKind Kind, int Status = 0, string Message = "", TimeSpan After = default, string? Accepted = null);

/// <summary>A value or a fault.</summary>
/// <param name="Next">Whether the listing has another page.</param>
internal readonly record struct Answer<T>(T? Value, GitHubFault? Fault, bool Next = false)
    where T : class
{
    public bool Is([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out GitHubFault? fault)
    {
        (value, fault) = (Value, Fault);
        return fault is null;
    }
}
