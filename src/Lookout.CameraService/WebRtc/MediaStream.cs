using System.Runtime.CompilerServices;
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
    private bool _mayRest;
    private StrongBox<VideoFormat> _format;

    internal MediaStream(string camera, int rendition, bool passthrough, uint rtpBase, Action wake, VideoCodec codec = VideoCodec.H264)
    {
        Camera = camera;
        Rendition = rendition;
        IsPassthrough = passthrough;
        _rtpBase = rtpBase;
        _wake = wake;
        Codec = codec;
        _mayRest = !passthrough;
        _format = new StrongBox<VideoFormat>(codec == VideoCodec.H265 ? VideoFormat.H265Of(H265Profile.Default) : VideoFormat.Default);
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

    /// <summary>What its access units are, for as long as it lives: a viewer's decoder cannot follow to another codec.</summary>
    public VideoCodec Codec { get; }

    /// <summary>The video is the camera's own: its key frames come when they come.</summary>
    public bool IsPassthrough { get; }

    /// <summary>
    /// Made only while somebody watches. Not so where the camera's own key frames have to be waited for: its last group of
    /// pictures is kept for who comes. May change: what was announced as the camera's own may turn out to be made of its H.265.
    /// </summary>
    public bool MayRest
    {
        get => Volatile.Read(ref _mayRest);
        set => Volatile.Write(ref _mayRest, value);
    }

    /// <summary>Sessions of this camera, connecting ones included.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    internal int Queued => _queue.Reader.Count;

    internal long Discarded => Volatile.Read(ref _discarded);

    /// <summary>What the newest key frame said; before the first the simplest of its codec.</summary>
    internal VideoFormat Format => Volatile.Read(ref _format).Value;

    /// <summary>The RTP timestamp (90 kHz) of a moment on CLOCK_MONOTONIC.</summary>
    public uint RtpTime(long captureNs) => unchecked(_rtpBase + (uint)(captureNs * 9 / 100_000));

    /// <summary>Hands an access unit over; copies it and never blocks.</summary>
    public void Publish(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
    {
        if (header.Codec != Codec)
        {
            Interlocked.Increment(ref _discarded);
            return;
        }

        // A new capture counts from the start again: what its frames refer to, no viewer has.
        if (header.Sequence <= _lastSequence && !header.Key) _awaitsKey = true;
        _lastSequence = header.Sequence;
        if (_awaitsKey && !header.Key)
        {
            Interlocked.Increment(ref _discarded);
            return;
        }

        if (header.Key && VideoFormat.TryRead(RtpCodec, annexB, out VideoFormat format) && format != Format)
            Volatile.Write(ref _format, new StrongBox<VideoFormat>(format));
        QueuedAccessUnit unit = QueuedAccessUnit.Rent(annexB, header.Key, RtpTime(header.CaptureNs));
        _awaitsKey = !_queue.Writer.TryWrite(unit);
        if (_awaitsKey)
        {
            unit.Return();
            Interlocked.Increment(ref _discarded);
        }

        _wake();
    }

    /// <summary>The same codec, in the words of RTP.</summary>
    internal Rtc.Rtp.VideoCodec RtpCodec => Codec == VideoCodec.H265 ? Rtc.Rtp.VideoCodec.H265 : Rtc.Rtp.VideoCodec.H264;

    internal bool TryTake(out QueuedAccessUnit unit) => _queue.Reader.TryRead(out unit);

    internal void SetViewers(int count) => Volatile.Write(ref _viewers, count);
}
