using System.Globalization;

namespace Countersign.Runs;

/// <summary>What a run says when it ends for a reason of its own: a stable code, and words for people.</summary>
internal static class RunTexts
{
    public static (string, string) Refused { get; } =
        ("refused_twice", "Two requests of this run were turned down or ran out, so it ended. Say anew what you want, if you want it.");

    public static (string, string) ModelAway { get; } =
        ("model_unavailable", "The model gave no usable answer after several tries. Nothing was lost: ask again in a while.");

    public static (string, string) Altered { get; } =
        ("run_altered", "What was stored of this run was altered and cannot be read, so it ended. Say anew what you want; what it did is in the audit trail.");

    public static (string, string) Turns(int most) =>
        ("limit_turns", string.Create(CultureInfo.InvariantCulture, $"This run reached its limit of {most} model turns and ended. Ask again in smaller steps."));

    public static (string, string) Tokens(int most) =>
        ("limit_tokens", string.Create(CultureInfo.InvariantCulture, $"This run reached its limit of {most} tokens and ended. Ask again in smaller steps."));

    public static (string, string) Age(TimeSpan most) =>
        ("limit_time", string.Create(CultureInfo.InvariantCulture, $"This run reached its time limit of {most.TotalHours:0.#} hours and ended."));

    public static string ModelFailed(string code) => code switch
    {
        "too_long" => "The answer or the conversation is longer than the model takes. Begin a new thread, or ask in smaller steps.",
        "filtered" => "The model's operator filtered the conversation. Say it in other words.",
        "quota" => "The model's quota is used up. An operator has to raise it.",
        _ => "The model refuses our requests. An operator has to look at the Model settings.",
    };
}
