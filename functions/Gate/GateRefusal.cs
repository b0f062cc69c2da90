using Countersign.Policies;

namespace Countersign.Gate;

/// <summary>Why the gate stayed closed.</summary>
/// <param name="Code">One of <see cref="GateCodes"/>.</param>
/// <param name="Text">One or two sentences for the model and the person, with what to do.</param>
/// <param name="Decision">What policy said, where it was asked.</param>
public sealed record GateRefusal(string Code, string Text, Decision? Decision = null);
