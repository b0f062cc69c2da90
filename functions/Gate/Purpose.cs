namespace Countersign.Gate;

/// <summary>What an authorized call is for; it fixes which of the tool's templates may be sent.</summary>
public enum Purpose
{
    /// <summary>A read tool's call, or a write's own declared reads: resolving, preconditions, looking. Only <c>Reads</c> may be sent.</summary>
    Read,

    /// <summary>The effect. <c>Reads</c> and <c>Writes</c> may be sent.</summary>
    Write,

    /// <summary>A connector asking whose token it holds. The only purpose allowed on a connection that is not confirmed.</summary>
    WhoIs,
}
