namespace Countersign.Audit;

/// <summary>What stands for a row that was altered into something that is none, where nothing need stand for it: it is as if it were not there.</summary>
internal static class LeftOut<T>
{
    public static Func<string, string, Task<Stored<T>?>> Altered { get; } = (_, _) => Task.FromResult<Stored<T>?>(null);
}
