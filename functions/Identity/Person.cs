namespace Countersign.Identity;

/// <summary>The <c>person</c> row, written on the first authenticated call: how the tenant calls this principal. It reaches no model and no log.</summary>
public sealed record Person(string Issuer, string Subject)
{
    public const string Key = "person";
}
