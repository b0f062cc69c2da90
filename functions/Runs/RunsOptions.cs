namespace Countersign.Runs;

/// <summary>How far a run may go. Each limit is said when it is reached.</summary>
public sealed class RunsOptions
{
    public const string Section = "Runs";

    /// <summary>Model turns of one run. 1 to 200.</summary>
    public int MaxTurns { get; set; } = 24;

    /// <summary>Tokens of one run, prompts and answers together, as the endpoint counts them. 1,000 to 10,000,000.</summary>
    public int MaxTokens { get; set; } = 400_000;

    /// <summary>From start to end of one run, waiting included; 1 minute to 30 days.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Characters of one message of a person's. 1 to 100,000.</summary>
    public int MaxMessage { get; set; } = 16_000;

    /// <summary>Characters of conversation that a model is given; older messages are left out and that is said. 10,000 to 2,000,000.</summary>
    public int MaxContext { get; set; } = 200_000;

    /// <summary>Tool calls of one turn; those beyond are answered as not made. 1 to 8.</summary>
    public int MaxCalls { get; set; } = 8;

    /// <summary>Runs that a person may have at once, parked ones included, direct calls not. 1 to 1,000.</summary>
    public int MaxAtOnce { get; set; } = 20;

    /// <summary>How long an event stream lives before it ends itself; whoever follows comes back with the last number. 1 second to 10 minutes.</summary>
    public TimeSpan StreamLife { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>Hosts to which links in an answer stay links, subdomains included: the connected providers'.</summary>
    public IReadOnlyList<string> LinkHosts { get; set; } = ["github.com"];
}
