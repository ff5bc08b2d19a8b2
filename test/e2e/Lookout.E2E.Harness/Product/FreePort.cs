using System.Net;
using System.Net.Sockets;

namespace Lookout.E2E.Harness.Product;

/// <summary>A port that was free a moment ago, so that runs beside each other do not meet.</summary>
public static class FreePort
{
    /// <summary>A port free for TCP and for UDP on every address.</summary>
    public static int Next()
    {
        while (true)
        {
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Any, 0));
            int port = ((IPEndPoint)tcp.LocalEndPoint!).Port;
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken for UDP: ask for another.
            }
        }
    }
}
