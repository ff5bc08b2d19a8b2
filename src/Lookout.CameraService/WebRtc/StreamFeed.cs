using Lookout.CameraService.WebRtc.Sending;
using Lookout.Rtc.Rtp;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// The loop's side of one rendition of a camera: packetizes each access unit once into the history that all viewers read from. The
/// history is queue, resend buffer and picture-group cache in one: a viewer is a position in it.
/// </summary>
internal sealed class StreamFeed
{
    /// <summary>UDP payload of 1200 bytes, which passes any path of the internet, less headers and tag.</summary>
    public const int MaxPayload = 1200 - Rtc.Session.RtcSession.MaxMediaOverhead;

    // Five seconds at 2 Mbit/s; and for a camera whose key frames cannot be asked for, its group of pictures (9.5 MB).
    private const int EncodedHistory = 1024;
    private const int PassthroughHistory = 8192;

    // Behind so many access units a past key frame is not worth replaying: decoding them takes longer than a new one.
    private const int MaxEncodedReplay = 30;
    private const int MaxPassthroughReplay = 600;
    private const int NotReplayable = -1;

    // What an encoder of ours makes by default, until it is known.
    private const long UsualBps = 2_000_000;

    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    private readonly IPacketizer _packetizer;
    private readonly IKeyFrameRequests _requests;
    private SequenceNumber _keySequence;
    private uint _keyTimestamp;
    private int _unitsSinceKey = NotReplayable;
    private bool _wanted;
    private TimeSpan _restAt = TimeSpan.MaxValue;

    public StreamFeed(MediaStream stream, IKeyFrameRequests requests)
    {
        Stream = stream;
        _requests = requests;
        _packetizer = IPacketizer.For(stream.RtpCodec, MaxPayload);
        Rate = new StreamRate(stream.BitsPerSecond > 0 ? stream.BitsPerSecond : UsualBps);
        History = new PacketHistory(stream.IsPassthrough ? PassthroughHistory : EncodedHistory, MaxPayload);
    }

    public MediaStream Stream { get; }

    public PacketHistory History { get; }

    /// <summary>Who follows this rendition, and who waits for its key frame to change to it.</summary>
    public List<Viewer> Viewers { get; } = [];

    public StreamRate Rate { get; }

    /// <summary>Whether it can be had at all. The full one always can.</summary>
    public bool IsOnOffer => Stream.Rendition == 0 || Stream.BitsPerSecond > 0;

    /// <summary>What it needs on the way to a viewer, bits a second; never 0.</summary>
    public long NeedBps => Stream.BitsPerSecond > 0 ? Stream.BitsPerSecond : Rate.BitsPerSecond;

    public KeyFrameGate Gate { get; } = new();

    public long KeyFrameRequestsSent { get; private set; }

    /// <summary>Timestamp of the newest access unit.</summary>
    public uint LiveTimestamp { get; private set; }

    /// <summary>The newest access unit's first packet, and whether it is a key frame.</summary>
    public (SequenceNumber First, bool Key) Newest { get; private set; }

    private int MaxReplay => Stream.IsPassthrough ? MaxPassthroughReplay : MaxEncodedReplay;

    public TimeSpan NextTimeout => _restAt < Gate.NextTimeout ? _restAt : Gate.NextTimeout;

    /// <summary>Called once by the loop. A camera whose key frames cannot be asked for has to have one there when a viewer comes.</summary>
    public void Start()
    {
        if (!Stream.MayRest) SetWanted(true);
    }

    /// <summary>Cuts an access unit and adds its packets. False when it has none.</summary>
    public bool Add(in QueuedAccessUnit unit)
    {
        PacketizedAccessUnit packets = _packetizer.Packetize(unit.AnnexB);
        if (packets.Count == 0) return false;
        Newest = (History.Next, unit.Key);
        LiveTimestamp = unit.Timestamp;
        Rate.Add(unit.Timestamp, unit.Length);
        for (int i = 0; i < packets.Count; i++) History.Add(packets.Payload(i), packets.IsLast(i), unit.Timestamp);
        if (unit.Key)
        {
            _keySequence = Newest.First;
            _keyTimestamp = unit.Timestamp;
            _unitsSinceKey = 0;
            Gate.Arrived();
        }
        else if (_unitsSinceKey != NotReplayable)
        {
            bool isWhole = History.Next.StepsAfter(_keySequence) <= History.Count;
            _unitsSinceKey = isWhole && _unitsSinceKey < MaxReplay ? _unitsSinceKey + 1 : NotReplayable;
        }

        return true;
    }

    /// <summary>The last key frame's first packet, if all since then is still there and short enough to be replayed.</summary>
    public bool TryGetReplay(out SequenceNumber sequence, out uint timestamp)
    {
        sequence = _keySequence;
        timestamp = _keyTimestamp;
        return _unitsSinceKey != NotReplayable;
    }

    public void Join(Viewer viewer)
    {
        Viewers.Add(viewer);
        CountViewers();
        _restAt = TimeSpan.MaxValue;
        SetWanted(true);
    }

    public void Leave(Viewer viewer, TimeSpan now)
    {
        if (!Viewers.Remove(viewer)) return;
        CountViewers();
        RestIfUnwatched(now);
    }

    /// <summary>Tells how many watch it now: who waits to change to it still watches another.</summary>
    public void CountViewers()
    {
        int watching = 0;
        foreach (Viewer viewer in Viewers)
            if (viewer.Feed == this) watching++;
        Stream.SetViewers(watching);
    }

    /// <summary>Asks the encoder, soon. The key frames of a passthrough camera come when they come.</summary>
    public void RequestKeyFrame()
    {
        if (!Stream.IsPassthrough) Gate.Request();
    }

    public void Advance(TimeSpan now)
    {
        if (Gate.TryPass(now))
        {
            KeyFrameRequestsSent++;
            _requests.KeyFrame(Stream.Camera, Stream.Rendition);
        }

        if (_wanted && _restAt == TimeSpan.MaxValue) RestIfUnwatched(now);
        else if (!_wanted) Start();
        if (now < _restAt) return;
        _restAt = TimeSpan.MaxValue;
        SetWanted(false);
    }

    private void RestIfUnwatched(TimeSpan now)
    {
        if (Viewers.Count == 0 && Stream.MayRest) _restAt = now + Linger;
    }

    private void SetWanted(bool on)
    {
        if (_wanted == on) return;
        _wanted = on;
        // After a rest the encoder starts with a key frame; what is in the history is of the past.
        if (!on) _unitsSinceKey = NotReplayable;
        _requests.Want(Stream.Camera, Stream.Rendition, on);
    }
}
