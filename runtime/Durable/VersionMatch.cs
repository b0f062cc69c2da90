namespace Countersign.Runtime.Durable;

/// <summary>Which instances this process runs, by their version (host.json, <c>versionMatchStrategy</c>).</summary>
internal enum VersionMatch
{
    /// <summary>All.</summary>
    None,

    /// <summary>Those of exactly the default version.</summary>
    Strict,

    /// <summary>Those of the default version and older.</summary>
    CurrentOrOlder,
}
