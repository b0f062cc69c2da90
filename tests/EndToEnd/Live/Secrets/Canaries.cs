using System.Text;

namespace Countersign.Tests.EndToEnd.Live.Secrets;

/// <summary>All that must lie nowhere in clear: what the sandbox gave out or was shown, and the app's own keys.</summary>
public static class Canaries
{
    public static async Task<IReadOnlyList<Canary>> OfAsync(LiveWorld world) =>
    [
        .. (await world.Control.SecretsAsync()).Select(secret => (secret.Kind, Core: CoreOf(secret.Text))).Where(secret => secret.Core.Length > 0)
            .Select(secret => new Canary(secret.Kind, Encoding.UTF8.GetBytes(secret.Core))),
        .. AppKeys(world.AppData),
    ];

    /// <summary>Of a JWT the head and the claims redeem nothing; its signature is what must not be there. One without a signature redeems nothing. A verifier may hold points too.</summary>
    private static string CoreOf(string secret) => secret.StartsWith("ey", StringComparison.Ordinal) && secret.Split('.') is [{ Length: > 10 }, { Length: > 10 }, var signature] ? signature : secret;

    private static IEnumerable<Canary> AppKeys(string data)
    {
        var master = File.ReadAllText(Path.Combine(data, "keys", "master.key")).Trim();
        yield return new Canary("master_key", Encoding.ASCII.GetBytes(master));
        yield return new Canary("master_key", Convert.FromBase64String(master));
        var pem = string.Concat(File.ReadAllLines(Path.Combine(data, "keys", "audit-signing.pem")).Where(line => !line.StartsWith('-')));

        // The head of it says which algorithm it is for; the key itself comes after.
        var der = Convert.FromBase64String(pem);
        yield return new Canary("audit_key", der.AsMemory(36, 32));
    }
}
