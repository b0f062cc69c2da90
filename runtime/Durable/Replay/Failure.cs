using Microsoft.DurableTask;

namespace Countersign.Runtime.Durable.Replay;

/// <summary>A failure as history stores it.</summary>
internal sealed record Failure(string Type, string Message, string? Stack, Failure? Inner)
{
    public const string UnknownType = "(unknown)";

    /// <summary>A failed orchestration keeps type, message and the chain of inner failures.</summary>
    public static Failure OfOrchestration(Exception exception) => From(TaskFailureDetails.FromException(exception));

    /// <summary>
    /// A failed activity keeps what the host reads out of the one text that reaches it, the message: the words before the first ": " pass for the
    /// type and the rest of that line for the message; without them the type is unknown. The inner failure is lost.
    /// </summary>
    public static Failure OfActivity(Exception exception)
    {
        var text = exception.Message;
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0)
            return new(UnknownType, text, exception.StackTrace, null);

        var start = colon + 2;
        var end = text.AsSpan(start).IndexOfAny('\r', '\n');
        return new(text[..colon].TrimEnd(), (end < 0 ? text[start..] : text.Substring(start, end)).Trim(), exception.StackTrace, null);
    }

    public TaskFailureDetails ToDetails() => new(Type, Message, Stack, Inner?.ToDetails(), null);

    private static Failure From(TaskFailureDetails details)
        => new(details.ErrorType, details.ErrorMessage, details.StackTrace, details.InnerFailure is { } inner ? From(inner) : null);
}
