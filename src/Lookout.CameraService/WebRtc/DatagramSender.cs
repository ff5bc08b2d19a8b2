using Lookout.Native.Net;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// Gathers datagrams and sends them in batches. Without a socket, and when the kernel's buffer is full, they are lost
/// and counted.
/// </summary>
internal sealed class DatagramSender
{
    private const int Capacity = 128;
    private const int Bytes = Capacity * 1300;

    private readonly SendBatch _batch = new(Capacity, Bytes);
    private (TransportAddress To, UdpAddress Destination) _last;

    /// <summary>Where to send; null while the port is not ours.</summary>
    public UdpSocket? Socket { get; set; }

    /// <summary>Takes what does not go by UDP; null while there is no other route.</summary>
    public IDatagramRoutes? Routes { get; set; }

    public SourceAddresses Sources { get; } = new();

    public long Dropped { get; private set; }

    /// <summary>Whether the way to that address takes a packet now. UDP always does.</summary>
    public bool HasRoom(in TransportAddress to) => to.Via == Route.Udp || Routes is { } routes && routes.HasRoom(to);

    /// <summary>Lends memory for one datagram; <see cref="Add"/> takes it in.</summary>
    public Span<byte> Reserve(int maxLength)
    {
        if (_batch.TryReserve(maxLength, out Span<byte> memory)) return memory;
        Flush();
        _batch.TryReserve(maxLength, out memory);
        return memory;
    }

    public void Add(int length, in TransportAddress to)
    {
        if (to.Via == Route.Udp)
        {
            _batch.TryReserve(length, out Span<byte> own);
            // A viewer's packets come one behind the other, and a value made anew is slow to be copied.
            if (to != _last.To) _last = (to, new UdpAddress(to.High, to.Low, to.ScopeId, to.Port));
            _batch.Add(length, _last.Destination, Sources.Of(to, own));
            return;
        }

        // The memory lent was the batch's; not being added, it is lent again.
        if (!_batch.TryReserve(length, out Span<byte> datagram) || Routes is null || !Routes.TrySend(datagram, to)) Dropped++;
    }

    public void Flush()
    {
        if (_batch.Count == 0) return;
        if (Socket is null)
        {
            Dropped += _batch.Count;
            _batch.Clear();
            return;
        }

        Dropped += Socket.Send(_batch);
    }
}
