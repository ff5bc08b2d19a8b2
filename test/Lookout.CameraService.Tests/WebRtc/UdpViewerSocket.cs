using System.Net;
using System.Net.Sockets;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>Straight, to and from one UDP port of the loopback: what comes from elsewhere is not seen.</summary>
internal sealed class UdpViewerSocket : IViewerSocket
{
    private readonly Socket _socket;
    private readonly IPEndPoint _server;

    public UdpViewerSocket(int port, IPAddress? server = null)
    {
        _server = new IPEndPoint(server ?? IPAddress.Loopback, port);
        bool isIPv6 = _server.AddressFamily == AddressFamily.InterNetworkV6;
        _socket = new Socket(_server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 << 20 };
        _socket.Bind(new IPEndPoint(isIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0));
        _socket.ReceiveTimeout = 50;
    }

    /// <summary>Where the newest datagram came from.</summary>
    public IPEndPoint? LastSource { get; private set; }

    public bool HasMore => _socket.Available > 0;

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Send(ReadOnlySpan<byte> datagram) => _socket.SendTo(datagram, _server);

    public int Receive(byte[] buffer)
    {
        EndPoint from = new IPEndPoint(_server.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        try
        {
            int length = _socket.ReceiveFrom(buffer, ref from);
            LastSource = (IPEndPoint)from;
            return from.Equals(_server) ? length : 0;
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    public void Dispose() => _socket.Dispose();
}
