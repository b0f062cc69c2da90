namespace Countersign.Actions;

/// <summary>Input of the Act orchestration: ids only.</summary>
public sealed record ActRef(string Principal, string Action)
{
    /// <summary>The instance that carries out an action; one action has one.</summary>
    public static string InstanceOf(string action) => $"act-{action}";
}
