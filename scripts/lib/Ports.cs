using System.Net;
using System.Net.Sockets;

namespace Countersign.Scripts;

public static class Ports
{
    /// <summary>The first of <paramref name="count"/> loopback ports in a row that are free at this moment.</summary>
    public static int FreeRow(int count)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            // Below the ports that systems give to outgoing connections: one of those is free now and taken a moment later.
            var first = Random.Shared.Next(10_000, 32_000);
            if (Enumerable.Range(first, count).All(IsFree)) return first;
        }

        throw new ScriptException($"No {count} free loopback ports in a row were found. Close what holds them, or name some with --port and --sandbox-port.");
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
