using System.Diagnostics;
using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Encoding;

/// <summary>
/// What happens to each raw picture of a camera: every rendition that is wanted is encoded from it, and while the encoders work on
/// their own threads, whoever looks at pictures takes a copy. Used by the one thread that has the pictures; disposed after it.
/// </summary>
internal sealed class RenditionEncoders : IDisposable
{
    private readonly int _camera;
    private readonly RenditionEncoder[] _encoders;
    private readonly PictureTaps _taps;
    private readonly ICameraOutput _output;
    private readonly LoadShedding _shedding = new();
    private readonly byte[] _numbers;

    /// <param name="camera">Index on the link.</param>
    /// <param name="renditions">Those that are encoded from raw pictures.</param>
    /// <param name="announcedAsPassthrough">The service may not ask for key frames of the full one.</param>
    /// <param name="requests">What is wanted.</param>
    /// <param name="meters">Of each rendition, by number.</param>
    /// <param name="taps">Who looks at the pictures.</param>
    /// <param name="output">Where access units go.</param>
    /// <exception cref="GstException">The encoder is not installed.</exception>
    public RenditionEncoders(
        int camera, IEnumerable<Rendition> renditions, bool announcedAsPassthrough, CameraRequests requests, IReadOnlyList<RenditionMeter> meters,
        PictureTaps taps, ICameraOutput output)
    {
        _camera = camera;
        Rendition[] all = [.. renditions];
        _numbers = [.. all.Select(rendition => rendition.Number)];
        _encoders = [.. all.Select(rendition => new RenditionEncoder(
            rendition, announcedAsPassthrough && rendition.Number == Rendition.Full, requests, meters[rendition.Number]))];
        _taps = taps;
        _output = output;
    }

    /// <summary>Whether anybody needs raw pictures.</summary>
    public bool NeedPictures => _taps.AreOpen || Array.Exists(_encoders, encoder => encoder.IsWanted);

    /// <summary>What the full rendition's encoder said when it failed; empty while all is well.</summary>
    public string Failure => _encoders.Length > 0 ? _encoders[0].Failure : "";

    /// <summary>Encodes a picture and hands out its access units.</summary>
    public void Add(in MediaBuffer picture, in VideoFormat format, long captureNs, ulong sequence)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < _encoders.Length; i++) _encoders[i].Put(picture, format, captureNs, sequence, _shedding.Allows(_numbers[i]));
        _taps.Offer(picture, format, captureNs, sequence);
        foreach (RenditionEncoder encoder in _encoders) encoder.Take(_camera, captureNs, _output);
        _shedding.Worked(started, Stopwatch.GetTimestamp());
        _taps.HaveRest = _shedding.AnalysisRests;
    }

    /// <summary>Pictures were left out since there was no time for them.</summary>
    public void FellBehind() => _shedding.FellBehind();

    /// <summary>No picture comes now: lets go of encoders that nobody wants.</summary>
    public void Rest()
    {
        foreach (RenditionEncoder encoder in _encoders) encoder.Rest();
    }

    public void Dispose()
    {
        foreach (RenditionEncoder encoder in _encoders) encoder.Dispose();
        _taps.HaveRest = false;
    }
}
