namespace Countersign.Sandbox.GitHub.State;

/// <summary>How far an app's permission, or a person's role in a repository, goes.</summary>
internal enum Level
{
    None,
    Read,
    Triage,
    Write,
    Admin,
}

/// <summary>One way to be allowed: all of these permissions of the app together.</summary>
internal sealed record Permission(string Name, Level Level)
{
    public static Permission Reads(string name) => new(name, Level.Read);

    public static Permission Writes(string name) => new(name, Level.Write);

    public override string ToString() => $"{Name}={(Level == Level.Write ? "write" : "read")}";
}
