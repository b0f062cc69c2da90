using System.Security.Cryptography;
using System.Text;

namespace Countersign.Egress;

/// <summary>
/// Spreads waits, so that those whom one limit or one outage turned away do not come back as one herd. Never sooner than the other side asked for; by up
/// to a quarter of the wait later, half a minute at most. Who waits decides, so a second look at the same wait gives the same instant.
/// </summary>
public static class Spread
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    /// <param name="who">What tells one waiter, and one wait of it, from another.</param>
    public static TimeSpan Above(TimeSpan wait, string who)
    {
        var room = wait / 4 < Most ? wait / 4 : Most;
        var chance = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(who)), 0) / (double)uint.MaxValue;
        return wait + room * chance;
    }
}
