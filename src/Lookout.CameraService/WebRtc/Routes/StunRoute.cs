using System.Net.Sockets;
using System.Security.Cryptography;
using Lookout.Configuration.Settings;
using Lookout.Rtc.Stun;
using Lookout.Rtc.Turn;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>One STUN server that tells under which address it sees the media port. Called by the loop.</summary>
internal sealed class StunRoute(StunSettings server, AddressFamily family, CancellationToken closed)
{
    private readonly Backoff _backoff = new(RandomNumberGenerator.Fill);
    private Task<TransportAddress?>? _lookup;
    private ReflexiveGatherer? _gatherer;
    private TimeSpan _lookUpAt = TimeSpan.MinValue;

    /// <summary>Our address as the server sees it; null while it has not said so.</summary>
    public TransportAddress? Mapped => _gatherer?.Mapped;

    public TimeSpan NextTimeout => _gatherer?.NextTimeout ?? TimeSpan.MaxValue;

    /// <summary>True when the datagram was the server's answer.</summary>
    public bool Receive(TimeSpan now, in TransportAddress from, ReadOnlySpan<byte> datagram) => _gatherer is not null && _gatherer.Receive(now, from, datagram);

    /// <summary>Moves the clock on and sends what is due. To be called at <see cref="NextTimeout"/>, and once a second before there is an address.</summary>
    public void Advance(TimeSpan now, DatagramSender sender)
    {
        if (_gatherer is null) LookUp(now);
        if (_gatherer is null) return;
        _gatherer.Advance(now);
        if (_gatherer.TryTakeDatagram(sender.Reserve(ReflexiveGatherer.RequestLength), out int length, out TransportAddress to)) sender.Add(length, to);
    }

    private void LookUp(TimeSpan now)
    {
        if (_lookup is null && now >= _lookUpAt) _lookup = ServerLookup.FindAsync(server.Host, server.Port, family, closed);
        if (_lookup is not { IsCompletedSuccessfully: true }) return;
        if (_lookup.Result is { } address) _gatherer = new ReflexiveGatherer(now, address, RandomNumberGenerator.Fill);
        else _lookUpAt = now + _backoff.Next();
        _lookup = null;
    }
}
