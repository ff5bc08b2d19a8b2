using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>A connection to the media port, each datagram with its length in front (RFC 4571). Cuts by hand, as an independent reader.</summary>
internal sealed class TcpViewerSocket : IViewerSocket
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _buffered = new byte[1 << 20];
    private int _filled;

    public TcpViewerSocket(int port)
    {
        _socket.NoDelay = true;
        _socket.Connect(IPAddress.Loopback, port);
        _socket.ReceiveTimeout = 50;
    }

    /// <summary>Whether the server has closed the connection.</summary>
    public bool IsClosed { get; private set; }

    public bool HasMore => _filled > 0 || _socket.Available > 0;

    public void Send(ReadOnlySpan<byte> datagram)
    {
        var frame = new byte[2 + datagram.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)datagram.Length);
        datagram.CopyTo(frame.AsSpan(2));
        SendRaw(frame);
    }

    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _socket.Send(bytes);
        }
        catch (SocketException)
        {
            IsClosed = true;
        }
    }

    public int Receive(byte[] buffer)
    {
        if (TryCut(buffer, out int length)) return length;
        try
        {
            int received = _socket.Receive(_buffered, _filled, _buffered.Length - _filled, SocketFlags.None);
            IsClosed |= received == 0;
            _filled += received;
        }
        catch (SocketException e)
        {
            IsClosed |= e.SocketErrorCode != SocketError.TimedOut && e.SocketErrorCode != SocketError.WouldBlock;
        }

        return TryCut(buffer, out length) ? length : 0;
    }

    public void Dispose() => _socket.Dispose();

    private bool TryCut(byte[] buffer, out int length)
    {
        length = _filled < 2 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(_buffered);
        if (_filled < 2 || _filled < 2 + length) return false;
        _buffered.AsSpan(2, length).CopyTo(buffer);
        _filled -= 2 + length;
        _buffered.AsSpan(2 + length, _filled).CopyTo(_buffered);
        return true;
    }
}
