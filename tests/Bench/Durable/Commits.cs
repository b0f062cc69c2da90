namespace Countersign.Tests.Bench.Durable;

/// <summary>Commits of the history file so far; each is one sync.</summary>
internal sealed class Commits
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
