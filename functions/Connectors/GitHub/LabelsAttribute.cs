using System.ComponentModel.DataAnnotations;

namespace Countersign.Connectors.GitHub;

/// <summary>Names of labels: at most ten, each of 1 to 50 characters that can be seen, none with a comma, which separates them in a query.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class LabelsAttribute() : ValidationAttribute("The field {0} must be at most 10 labels of 1 to 50 characters without commas.")
{
    private const int MaxCount = 10;
    private const int MaxLength = 50;

    public override bool IsValid(object? value) =>
        value is null || (value is IReadOnlyList<string> labels && labels.Count <= MaxCount
            && labels.All(l => l.Length is > 0 and <= MaxLength && l.All(c => c != ',' && (char.IsSurrogate(c) || RefNameAttribute.Shows(c)))));
}
