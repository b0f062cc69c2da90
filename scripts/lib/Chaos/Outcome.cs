namespace Countersign.Scripts.Chaos;

/// <summary>What one run came to, by the world's count and the person's knowledge.</summary>
public enum Outcome
{
    /// <summary>It happened once, and the person was told so.</summary>
    ExactlyOne,

    /// <summary>It did not happen, and the person was told so.</summary>
    NoneAndSaid,

    /// <summary>The person was told that it cannot be known.</summary>
    Unknown,

    /// <summary>What the person was told is not what happened, or they were told nothing.</summary>
    Lost,

    /// <summary>More happened than was asked for.</summary>
    Duplicate,
}
