namespace Countersign.Actions;

/// <summary>One proposed use of one tool.</summary>
public sealed record NewProposal : NewCall
{
    /// <summary>Chosen by whoever proposes and the same in every try, so that a repeated proposal finds the first.</summary>
    public required ActionId Id { get; init; }
}
