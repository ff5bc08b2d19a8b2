using Lookout.Link;

namespace Lookout.Bench.WebRtc;

/// <summary>One encoding of the camera: the recording, and the same frames each as a key frame, for when somebody asks for one.</summary>
internal sealed class Rendition
{
    private readonly AccessUnitFile _recording;
    private readonly AccessUnitFile _keyFrames;
    private int _keyAsked;

    public Rendition(string recording, string keyFrames)
    {
        _recording = new AccessUnitFile(recording);
        _keyFrames = new AccessUnitFile(keyFrames);
        BitsPerSecond = Average(_recording);
    }

    public AccessUnitFile Recording => _recording;

    /// <summary>What the recording needs on average.</summary>
    public long BitsPerSecond { get; }

    /// <summary>Its words on the link, as camera-server would say them.</summary>
    public RenditionState State(byte number) =>
        new(number, RenditionStatus.Running, "", VideoCodec.H264, _recording.Width, _recording.Height, BitsPerSecond, BitsPerSecond);

    /// <summary>Any thread.</summary>
    public void AskForKeyFrame() => Volatile.Write(ref _keyAsked, 1);

    /// <summary>The access unit at this place of the loop.</summary>
    /// <param name="index">Frames since the start.</param>
    /// <param name="key">It is a key frame.</param>
    /// <param name="asked">It is one because somebody asked.</param>
    public Span<byte> Next(long index, out bool key, out bool asked)
    {
        int place = (int)(index % _recording.Count);
        key = _recording.IsKey(place);
        asked = Interlocked.Exchange(ref _keyAsked, 0) == 1 && !key;
        key |= asked;
        return (asked ? _keyFrames : _recording).Bytes(place);
    }

    private static long Average(AccessUnitFile file)
    {
        long bytes = 0;
        for (int place = 0; place < file.Count; place++) bytes += file.Bytes(place).Length;
        return bytes * 8 * file.Rate / file.Count;
    }
}
