using Countersign.Http;

namespace Countersign.Runs;

/// <summary>The problems of this room's doors; docs/problems.md lists them.</summary>
internal static class RunProblems
{
    public static Problem MessageLength(int most) =>
        new(400, "/problems/message-length", "The message is empty or too long", $"A message has 1 to {most} characters.");

    public static Problem ThreadBusy(RunId run) =>
        new(409, "/problems/thread-busy", "This thread is in use", "A run is still writing to it. Wait for its end, cancel it, or begin a new thread.")
        {
            Instance = $"/api/runs/{run}",
        };

    public static Problem RunOver() =>
        new(409, "/problems/run-over", "The run is over", "A run that ended takes no new grant. Start another.");
}
