using System.Text.Json;
using Countersign.Gate;

namespace Countersign.Actions;

/// <summary>What a person is shown of a read that policy steps up: the tool and its arguments as they are.</summary>
internal static class ReadSummary
{
    public static ActionSummary Of(ActionRow row) => new()
    {
        Verb = "Read",
        Identifiers =
        [
            new SummaryField("Tool", row.Tool.Value),
            .. row.Arguments.EnumerateObject()
                .Where(argument => argument.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                .Select(argument => new SummaryField(argument.Name, argument.Value.ToString())),
        ],
    };
}
