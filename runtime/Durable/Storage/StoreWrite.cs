namespace Countersign.Runtime.Durable.Storage;

/// <summary>One change of the history file. It shares a transaction with whatever else is waiting.</summary>
internal abstract class StoreWrite
{
    /// <summary>Whether it freed so much that the file is to be made smaller, when there is nothing else to write.</summary>
    public virtual bool Frees => false;

    /// <summary>
    /// Inside the transaction, on the writer's thread. A throw loses the history: only defects and broken disks throw. When the disk is full the
    /// transaction is rolled back and this is called again, as if for the first time.
    /// </summary>
    public abstract void Apply(WriteSession session);

    /// <summary>Once it is durable, on the writer's thread and in the order of writing: in memory and short.</summary>
    public abstract void Committed();
}

/// <summary>A change whose result somebody awaits.</summary>
internal abstract class StoreWrite<T> : StoreWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    protected abstract T Result { get; }

    public override void Committed() => _done.TrySetResult(Result);
}
