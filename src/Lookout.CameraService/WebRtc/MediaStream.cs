using System.Threading.Channels;
using Lookout.Link;
using Lookout.Rtc.Sdp;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// One rendition of a camera's video on its way to the viewers: the hand-over from the link's thread to the UDP loop, and the camera's
/// RTP clock. The clock's random base stays for the life of the process, so the timeline runs on when camera-server
/// restarts.
/// </summary>
/// <remarks>
/// Holds at most <see cref="MaxQueued"/> access units; one that finds no room is dropped with all that follow up to the
/// next key frame, counted, so that a decoder never sees a hole. One thread publishes, the loop takes.
/// </remarks>
#pragma warning disable CA1711 // The field's term for it, as in the Media Capture and Streams API.
public sealed class MediaStream
#pragma warning restore CA1711
{
    /// <summary>About a second; the loop is late by milliseconds at most unless the machine is overloaded.</summary>
    public const int MaxQueued = 32;

    private readonly Channel<QueuedAccessUnit> _queue = Channel.CreateBounded<QueuedAccessUnit>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true, SingleWriter = true });

    private readonly uint _rtpBase;
    private readonly Action _wake;
    private ulong _lastSequence;
    private bool _awaitsKey = true;
    private long _discarded;
    private long _bitsPerSecond;
    private int _viewers;
    private int _profile;

    internal MediaStream(string camera, int rendition, bool passthrough, uint rtpBase, Action wake)
    {
        Camera = camera;
        Rendition = rendition;
        IsPassthrough = passthrough;
        _rtpBase = rtpBase;
        _wake = wake;
        Profile = H264Profile.ConstrainedBaseline;
    }

    /// <summary>Name of the camera.</summary>
    public string Camera { get; }

    /// <summary>0 full, 1 half, 2 quarter, 3 the camera's own H.265.</summary>
    public int Rendition { get; }

    /// <summary>What it needs on the way to a viewer, bits a second; 0 while nobody knows, or it cannot be had.</summary>
    public long BitsPerSecond
    {
        get => Volatile.Read(ref _bitsPerSecond);
        set => Volatile.Write(ref _bitsPerSecond, value);
    }

    /// <summary>The H.264 is the camera's own: its key frames come when they come.</summary>
    public bool IsPassthrough { get; }

    /// <summary>Sessions of this camera, connecting ones included.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    internal int Queued => _queue.Reader.Count;

    internal long Discarded => Volatile.Read(ref _discarded);

    /// <summary>What the newest key frame said, constrained baseline before the first.</summary>
    internal H264Profile Profile
    {
        get
        {
            int packed = Volatile.Read(ref _profile);
            return new H264Profile((byte)(packed >> 16), (byte)(packed >> 8), (byte)packed);
        }

        private set => Volatile.Write(ref _profile, value.ProfileIdc << 16 | value.Constraints << 8 | value.Level);
    }

    /// <summary>The RTP timestamp (90 kHz) of a moment on CLOCK_MONOTONIC.</summary>
    public uint RtpTime(long captureNs) => unchecked(_rtpBase + (uint)(captureNs * 9 / 100_000));

    /// <summary>Hands an access unit over; copies it and never blocks.</summary>
    public void Publish(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
    {
        // A new capture counts from the start again: what its frames refer to, no viewer has.
        if (header.Sequence <= _lastSequence && !header.Key) _awaitsKey = true;
        _lastSequence = header.Sequence;
        if (_awaitsKey && !header.Key)
        {
            Interlocked.Increment(ref _discarded);
            return;
        }

        if (header.Key && VideoFormat.TryRead(Rtc.Rtp.VideoCodec.H264, annexB, out VideoFormat format)) Profile = format.H264;
        QueuedAccessUnit unit = QueuedAccessUnit.Rent(annexB, header.Key, RtpTime(header.CaptureNs));
        _awaitsKey = !_queue.Writer.TryWrite(unit);
        if (_awaitsKey)
        {
            unit.Return();
            Interlocked.Increment(ref _discarded);
        }

        _wake();
    }

    internal bool TryTake(out QueuedAccessUnit unit) => _queue.Reader.TryRead(out unit);

    internal void SetViewers(int count) => Volatile.Write(ref _viewers, count);
}
