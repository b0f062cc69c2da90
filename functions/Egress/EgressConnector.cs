using System.Net;
using System.Net.Sockets;

namespace Countersign.Egress;

/// <summary>Connects after looking at where a name really leads: the address that was checked is the one that is connected to.</summary>
internal sealed class EgressConnector(bool mayBePrivate, TimeProvider time)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        if (!mayBePrivate && addresses.Any(PrivateAddresses.Contain)) throw new EgressStoppedException("private_address");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            // Connecting takes time too.
            if (context.InitialRequestMessage.Options.TryGetValue(EgressPolicy.Key, out var policy) && time.GetUtcNow() >= policy.SendBefore)
                throw new EgressStoppedException("too_late");
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
