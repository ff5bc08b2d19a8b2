using System.Buffers.Binary;
using System.Net;
using Lookout.Native.Net;

namespace Lookout.Native.Tests.Net;

/// <summary>A sender and a receiver on loopback. Each datagram holds its number and that number's noise, so that lost, doubled and mixed ones show.</summary>
internal sealed class UdpPair : IDisposable
{
    private const int MaxLength = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SendBatch _batch = new(256, 256 * MaxLength);
    private readonly ReceiveBatch _received = new(64, MaxLength);
    private readonly List<int> _expected = [];
    private readonly List<UdpSocket> _receivers = [];
    private int _next;

    public UdpPair(int receivers = 1)
    {
        for (int i = 0; i < receivers; i++) _receivers.Add(Bind("127.0.0.1:0"));
    }

    public UdpSocket Sender { get; } = Bind("127.0.0.1:0");

    public static UdpSocket Bind(string local)
    {
        Assert.Equal(UdpBindResult.Bound, UdpSocket.TryBind(IPEndPoint.Parse(local), out UdpSocket? socket));
        return socket!;
    }

    /// <summary>Gathers one more datagram of at least four bytes.</summary>
    public void Add(int length, int receiver = 0, UdpAddress source = default)
    {
        Assert.True(_batch.TryReserve(length, out Span<byte> memory));
        Fill(memory[..length], _next);
        _batch.Add(length, UdpAddress.From(new IPEndPoint(IPAddress.Loopback, _receivers[receiver].Port)), source);
        _expected.Add(length << 8 | receiver);
        _next++;
    }

    /// <summary>Sends what is gathered; all of it must arrive, once, as it was.</summary>
    public void SendAndReceiveAll()
    {
        Assert.Equal(0, Sender.Send(_batch));
        Assert.Equal(0, _batch.Count);
        var missing = new HashSet<int>(Enumerable.Range(_next - _expected.Count, _expected.Count));
        for (int receiver = 0; receiver < _receivers.Count; receiver++)
        {
            int count = _expected.Count(e => (e & 0xFF) == receiver);
            int last = -1;
            while (count > 0)
            {
                Assert.True(_receivers[receiver].Wait(Patience), $"{count} datagrams did not arrive");
                for (int i = 0, taken = _receivers[receiver].Receive(_received); i < taken; i++, count--)
                {
                    int number = Check(_received.Datagram(i), receiver);
                    Assert.True(missing.Remove(number), $"datagram {number} came twice");
                    Assert.True(number > last, "out of order");
                    last = number;
                }
            }

            Assert.Equal(0, _receivers[receiver].Receive(_received));
        }

        Assert.Empty(missing);
        _expected.Clear();
    }

    public void Dispose()
    {
        Sender.Dispose();
        foreach (UdpSocket receiver in _receivers) receiver.Dispose();
    }

    private int Check(ReadOnlySpan<byte> datagram, int receiver)
    {
        int number = BinaryPrimitives.ReadInt32BigEndian(datagram);
        Assert.Equal(_expected[number - (_next - _expected.Count)], datagram.Length << 8 | receiver);
        var same = new byte[datagram.Length];
        Fill(same, number);
        Assert.True(datagram.SequenceEqual(same));
        return number;
    }

    private static void Fill(Span<byte> datagram, int number)
    {
        new Random(number).NextBytes(datagram);
        BinaryPrimitives.WriteInt32BigEndian(datagram, number);
    }
}
