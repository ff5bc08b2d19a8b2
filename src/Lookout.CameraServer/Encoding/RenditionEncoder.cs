using Lookout.CameraServer.Cameras;
using Lookout.Link;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Encoding;

/// <summary>
/// One rendition of a camera, encoded while somebody wants it. Its encoder exists from the first picture that is wanted to the first
/// that is not, the full one's as long as the source. Of one thread at a time, which disposes it.
/// </summary>
internal sealed class RenditionEncoder : IDisposable
{
    private const string NoTime = "the machine has no time for it";
    private const string TooSmall = "the camera's pictures are too small for it";
    private const long RetryNs = 10_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly Rendition _rendition;
    private readonly bool _announcedAsPassthrough;
    private readonly CameraRequests _requests;
    private readonly RenditionMeter _meter;
    private H264Encoder? _encoder;
    private VideoFormat _format;
    private long _retryNs = long.MinValue;
    private bool _isBusy;

    /// <exception cref="GstException">The full rendition's encoder is not installed.</exception>
    public RenditionEncoder(Rendition rendition, bool announcedAsPassthrough, CameraRequests requests, RenditionMeter meter)
    {
        _rendition = rendition;
        _announcedAsPassthrough = announcedAsPassthrough;
        _requests = requests;
        _meter = meter;
        // Made before the first picture, so that the first viewer does not wait for the codec to load.
        if (rendition.Number == Rendition.Full) _encoder = new H264Encoder(rendition, announcedAsPassthrough);
    }

    /// <summary>Whether pictures are needed for it.</summary>
    public bool IsWanted => _requests.IsWanted(_rendition.Number);

    /// <summary>What the full rendition's encoder said when it failed; the others are tried again by themselves.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>Begins to encode a picture, if somebody wants it.</summary>
    /// <param name="picture">Stays the caller's.</param>
    /// <param name="format">Its format.</param>
    /// <param name="captureNs">Comes back with the access unit.</param>
    /// <param name="sequence">Comes back with the access unit.</param>
    /// <param name="hasTime">Whether the machine has time for it.</param>
    public void Put(in MediaBuffer picture, in VideoFormat format, long captureNs, ulong sequence, bool hasTime)
    {
        bool possible = IsPossible(format, captureNs, hasTime);
        if (!possible || !IsWanted || !Prepare(format, captureNs))
        {
            LetGo();
            return;
        }
        _isBusy = _encoder!.Put(picture, format, captureNs, sequence, _requests.TakeKeyFrame(_rendition.Number));
        if (!_isBusy) Fail(captureNs);
    }

    /// <summary>Waits for the picture's access unit and hands it out.</summary>
    public void Take(int camera, long captureNs, ICameraOutput output)
    {
        if (!_isBusy) return;
        _isBusy = false;
        // One picture in, one access unit out; should one be late, the next turn takes both, so lateness never stays.
        while (_encoder!.TryTake(Patience, out EncodedUnit unit))
        {
            using EncodedUnit taken = unit;
            using MappedBuffer map = taken.Buffer.MapRead();
            output.AccessUnit(new AccessUnitHeader(camera, _rendition.Number, taken.Buffer.IsKey, taken.Sequence, taken.CaptureNs), map.Data);
            _meter.Sent(map.Data.Length, taken.CaptureNs);
            if (taken.CaptureNs == captureNs) return;
        }
        if (_encoder.HasFailed()) Fail(captureNs);
    }

    /// <summary>No picture comes, since nobody needs any.</summary>
    public void Rest()
    {
        if (IsWanted) return;
        LetGo();
        _meter.Allow();
    }

    public void Dispose() => _encoder?.Dispose();

    // An encoder that rests costs memory and threads; the full one's are kept, so that the first viewer does not wait.
    private void LetGo()
    {
        if (_rendition.Number == Rendition.Full || _encoder == null) return;
        _encoder.Dispose();
        _encoder = null;
        _format = default;
    }

    // Said of each picture, wanted or not: whoever was refused does not want any more, and has to learn that it may again.
    private bool IsPossible(in VideoFormat format, long nowNs, bool hasTime)
    {
        string refusal = !hasTime ? NoTime : !_rendition.Fits(format.Width, format.Height) ? TooSmall : "";
        if (refusal.Length > 0) _meter.Refuse(refusal);
        else if (nowNs < _retryNs) return false; // why it failed stays said
        else _meter.Allow();
        return refusal.Length == 0;
    }

    private bool Prepare(in VideoFormat format, long nowNs)
    {
        try
        {
            _encoder ??= new H264Encoder(_rendition, _announcedAsPassthrough);
        }
        catch (GstException e)
        {
            _meter.Refuse(e.Message);
            _retryNs = nowNs + RetryNs;
            return false;
        }
        if (format == _format) return true;
        _format = format;
        _meter.Begin(_rendition.SizeOf(format.Width, format.Height), 1000L * _encoder.ProfileFor(format).KilobitsPerSecond);
        return true;
    }

    private void Fail(long nowNs)
    {
        string reason = _encoder!.Failure is { Length: > 0 } said ? said : "encoder: takes no pictures";
        _meter.Refuse(reason);
        if (_rendition.Number == Rendition.Full)
        {
            Failure = reason;
            return;
        }
        _retryNs = nowNs + RetryNs;
        LetGo();
    }
}
