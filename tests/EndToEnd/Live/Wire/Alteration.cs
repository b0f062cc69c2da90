namespace Countersign.Tests.EndToEnd.Live.Wire;

/// <summary>What is altered of which requests and answers, and how often it was.</summary>
public sealed class Alteration(Func<Passing, bool> when, Func<Passing, Task>? request, Func<Passing, Task>? answer)
{
    private int _times;

    /// <summary>How often something was altered: none, and the test has shown nothing.</summary>
    public int Times => Volatile.Read(ref _times);

    internal bool When(Passing passing) => when(passing);

    internal Task RequestAsync(Passing passing) => AlterAsync(passing, request);

    internal Task AnswerAsync(Passing passing) => AlterAsync(passing, answer);

    private async Task AlterAsync(Passing passing, Func<Passing, Task>? change)
    {
        if (change is null) return;
        var before = (passing.Path, passing.Bearer, passing.Body, passing.Status, passing.Answer);
        await change(passing);
        if (before != (passing.Path, passing.Bearer, passing.Body, passing.Status, passing.Answer)) Interlocked.Increment(ref _times);
    }
}
