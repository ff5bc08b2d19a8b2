using Lookout.Native.Net;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// From which of our addresses to send to each of a viewer's: on a machine with several, an answer from another address
/// than was asked is thrown away by the peer and by every NAT. A check is answered from where it arrived; media keeps to
/// where the first check arrived, until one that nominates (RFC 8445 §8) arrives elsewhere, so that the checks of other
/// pairs do not drag it to and fro. Owned by the loop.
/// </summary>
internal sealed class SourceAddresses
{
    private readonly Dictionary<TransportAddress, UdpAddress> _media = [];
    private TransportAddress _asker;
    private UdpAddress _asked;
    private (TransportAddress To, UdpAddress Source) _last;

    /// <summary>A datagram came to this address of ours; default when the kernel did not say. From whom is not known yet.</summary>
    public void Arrived(in TransportAddress from, in UdpAddress local)
    {
        _asker = from;
        _asked = local;
    }

    /// <summary>The datagram that arrived last is of a viewer, whose address this is. Only checks say something.</summary>
    public void Learn(in TransportAddress from, ReadOnlySpan<byte> datagram)
    {
        if (!StunMessage.LooksLikeStun(datagram)) return;
        if (from != _asker || _asked == default) return;
        if (_media.TryAdd(from, _asked)) _last = default;
        else if (Nominates(datagram)) Move(from, _asked);
    }

    public void Forget(in TransportAddress address)
    {
        _media.Remove(address);
        _last = default;
    }

    /// <summary>The address of ours to send this datagram from; default leaves it to routing.</summary>
    public UdpAddress Of(in TransportAddress to, ReadOnlySpan<byte> datagram)
    {
        if (StunMessage.LooksLikeStun(datagram) && to == _asker) return _asked;
        if (to != _last.To) _last = (to, _media.GetValueOrDefault(to));
        return _last.Source;
    }

    private static bool Nominates(ReadOnlySpan<byte> datagram) =>
        StunMessage.TryParse(datagram, out StunMessage message) && message.Class == StunClass.Request
        && message.TryGet(StunAttributeType.UseCandidate, out _);

    private void Move(in TransportAddress from, in UdpAddress local)
    {
        _media[from] = local;
        _last = default;
    }
}
