using Countersign.Identity;

namespace Countersign.Audit;

/// <summary>Wakes readers of a person's stream in this process after a batch with events. A signal says nothing; the rows do. One may be missed across
/// processes, so a reader also looks by itself from time to time.</summary>
public interface IPersonSignals
{
    /// <param name="wake">Called after each commit, must not block and must not throw.</param>
    /// <returns>Ends the subscription.</returns>
    IDisposable Subscribe(PrincipalId person, Action wake);
}
