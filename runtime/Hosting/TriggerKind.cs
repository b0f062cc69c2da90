namespace Countersign.Runtime.Hosting;

internal enum TriggerKind
{
    Http,
    Timer,
    Orchestration,
    Activity,
}
