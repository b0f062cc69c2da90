using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Clients;

/// <summary>Deletes finished instances with their history. Live ones stay.</summary>
internal sealed class PurgeWrite(IReadOnlyList<string> ids) : StoreWrite<PurgeWrite.Outcome>
{
    private int _purged;
    private int _live;

    public override bool Frees => _purged > 0;

    protected override Outcome Result => new(_purged, _live);

    public override void Apply(WriteSession session)
    {
        (_purged, _live) = (0, 0);
        foreach (var id in ids)
        {
            if (session.Find(id) is not { } found)
                continue;
            if (!found.Status.IsTerminal())
            {
                _live++;
                continue;
            }

            session.DeleteInstance(found.Instance);
            session.Forget(id);
            _purged++;
        }
    }

    internal readonly record struct Outcome(int Purged, int Live);
}
