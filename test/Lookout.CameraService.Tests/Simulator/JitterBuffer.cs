using Lookout.Rtc.H264;
using Lookout.Rtc.Rtp;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>
/// Puts pictures together in order and "decodes" them: a key picture always, another one only after the one before it.
/// A hole is waited for unless a whole key picture lies behind it.
/// </summary>
internal sealed class JitterBuffer(Action<TimeSpan, TestPicture> show)
{
    private const byte AggregationType = 24;
    private const byte TypeMask = 0x1F;

    private readonly Dictionary<long, Packet> _packets = [];
    private readonly SortedSet<long> _keyStarts = [];
    private readonly H264Depacketizer _depacketizer = new();
    private long _next = -1;
    private long _highest = -1;
    private TestPicture? _last;

    public MissingPackets Missing { get; } = new();

    /// <summary>Packets waiting behind a hole.</summary>
    public int Waiting => _packets.Count;

    /// <summary>Whether a key picture is being waited for: nothing else can be shown any more.</summary>
    public bool NeedsKey { get; private set; } = true;

    public void Add(TimeSpan now, SequenceNumber sequence, bool marker, byte[] payload)
    {
        long index = _highest < 0 ? sequence.Value + 65_536L : sequence.ExtendNear(_highest);
        if (_highest >= 0)
            for (long gap = _highest + 1; gap < index; gap++) Missing.Add(now, gap);
        Missing.Remove(index);
        _highest = Math.Max(_highest, index);
        if (index < _next || !_packets.TryAdd(index, new Packet(payload, marker))) return;
        // Our key pictures begin with their parameter sets together, and nothing else is aggregated.
        if ((payload[0] & TypeMask) == AggregationType) _keyStarts.Add(index);
        Drain(now);
    }

    /// <summary>Gives up what is missing: from here on a key picture is needed. One that is on its way is still put together.</summary>
    public void GiveUp()
    {
        NeedsKey = true;
        Missing.RemoveBefore(_keyStarts.Count > 0 ? Math.Max(_next, _keyStarts.Max) : long.MaxValue);
    }

    private void Drain(TimeSpan now)
    {
        while (true)
        {
            if (!NeedsKey && _packets.Remove(_next, out Packet packet))
            {
                Take(now, packet);
                continue;
            }

            if (!TryFindKey(out long start)) return;
            JumpTo(start);
        }
    }

    private void Take(TimeSpan now, Packet packet)
    {
        _keyStarts.Remove(_next++);
        Assert.True(_depacketizer.TryAdd(packet.Payload));
        if (!packet.Marker) return;
        Assert.True(_depacketizer.IsComplete);
        var picture = TestPicture.Verify(_depacketizer.AccessUnit);
        _depacketizer.Clear();
        bool follows = _last is { } last && picture.Rendition == last.Rendition && picture.Index == last.Index + 1;
        Assert.True(picture.IsKey || follows, $"Picture {picture} was decoded after {_last}.");
        _last = picture;
        show(now, picture);
    }

    private bool TryFindKey(out long start)
    {
        foreach (long candidate in _keyStarts)
        {
            start = candidate;
            if (candidate < _next || (!NeedsKey && candidate == _next)) continue;
            for (long index = candidate; _packets.TryGetValue(index, out Packet packet); index++)
                if (packet.Marker) return true;
        }

        start = 0;
        return false;
    }

    private void JumpTo(long start)
    {
        foreach (long old in _packets.Keys.Where(index => index < start).ToList()) _packets.Remove(old);
        _keyStarts.RemoveWhere(index => index < start);
        Missing.RemoveBefore(start);
        _depacketizer.Clear();
        _next = start;
        NeedsKey = false;
    }

    private readonly record struct Packet(byte[] Payload, bool Marker);
}
