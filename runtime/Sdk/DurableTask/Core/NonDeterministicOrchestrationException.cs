using System.Diagnostics.CodeAnalysis;

namespace DurableTask.Core.Exceptions;

/// <summary>The orchestrator did not take the steps that its history holds.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Made only with the step that differed.")]
internal sealed class NonDeterministicOrchestrationException(string step)
    : Exception("Non-Deterministic workflow detected: " + step);
