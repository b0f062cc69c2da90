namespace Countersign.Http;

/// <summary>Ends a door's function with a problem; the one middleware answers it. Doors only: below them errors are values.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Type)
{
    public Problem Problem { get; } = problem;
}
