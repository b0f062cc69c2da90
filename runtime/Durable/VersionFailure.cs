namespace Countersign.Runtime.Durable;

/// <summary>What becomes of an instance whose version does not match (host.json, <c>versionFailureStrategy</c>).</summary>
internal enum VersionFailure
{
    /// <summary>It is left alone for a process that can run it.</summary>
    Reject,

    /// <summary>It fails.</summary>
    Fail,
}
