using System.Net;
using System.Net.Sockets;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>Straight, to and from one UDP port of the loopback: what comes from elsewhere is not seen.</summary>
internal sealed class UdpViewerSocket : IViewerSocket
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly IPEndPoint _server;

    public UdpViewerSocket(int port)
    {
        _server = new IPEndPoint(IPAddress.Loopback, port);
        _socket.ReceiveBufferSize = 4 << 20;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.ReceiveTimeout = 50;
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Send(ReadOnlySpan<byte> datagram) => _socket.SendTo(datagram, _server);

    public int Receive(byte[] buffer)
    {
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            int length = _socket.ReceiveFrom(buffer, ref from);
            return from.Equals(_server) ? length : 0;
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    public void Dispose() => _socket.Dispose();
}
