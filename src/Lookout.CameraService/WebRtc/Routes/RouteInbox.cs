using System.Threading.Channels;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>
/// Datagrams of all TCP connections on their way to the loop. Full, it makes its writers wait, and TCP their peers: nothing
/// is dropped here.
/// </summary>
internal sealed class RouteInbox(Action wake)
{
    private const int Capacity = 256;

    private readonly Channel<RoutedDatagram> _queue = Channel.CreateBounded<RoutedDatagram>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    public int Count => _queue.Reader.Count;

    public async ValueTask AddAsync(RoutedDatagram datagram, CancellationToken closed)
    {
        if (!_queue.Writer.TryWrite(datagram)) await _queue.Writer.WriteAsync(datagram, closed).ConfigureAwait(false);
        wake();
    }

    /// <summary>Ends the loop's wait: something has happened that is no datagram.</summary>
    public void Wake() => wake();

    public bool TryTake(out RoutedDatagram datagram) => _queue.Reader.TryRead(out datagram);
}
