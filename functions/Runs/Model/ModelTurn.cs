namespace Countersign.Runs.Model;

/// <summary>What came of asking the model once.</summary>
public abstract record ModelTurn
{
    private ModelTurn() { }

    /// <param name="Text">What it said, as it said it; empty when it only called tools.</param>
    /// <param name="Calls">The tools it wants called, in its order.</param>
    /// <param name="Tokens">Tokens of prompt and answer together, as the endpoint counted them; 0 where it did not.</param>
    public sealed record Said(string Text, IReadOnlyList<ModelCall> Calls, int Tokens) : ModelTurn;

    /// <summary>Nothing usable came; asking again may help.</summary>
    /// <param name="Code"><c>cut</c> (the stream ended without a finish reason), <c>busy</c>, <c>unreachable</c>, <c>timeout</c>.</param>
    /// <param name="After">How long to wait at least; from Retry-After where there was one.</param>
    public sealed record Again(string Code, TimeSpan After) : ModelTurn;

    /// <summary>Asking again will not help.</summary>
    /// <param name="Code"><c>too_long</c>, <c>filtered</c>, <c>quota</c>, <c>misconfigured</c>.</param>
    public sealed record Failed(string Code) : ModelTurn;
}

/// <param name="Id">The model's id of the call.</param>
/// <param name="Name">The tool's name on the wire; possibly of no tool we have.</param>
/// <param name="Arguments">JSON text; possibly malformed.</param>
public sealed record ModelCall(string Id, string Name, string Arguments);
