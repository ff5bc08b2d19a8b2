using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Encoding;
using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Cameras;

/// <summary>
/// Which renditions a camera has, and where each comes from: what the source delivers compressed is handed on as it is, the others are
/// encoded from raw pictures. A camera's H.265 is a rendition of its own, as not every browser takes it.
/// </summary>
internal sealed class CameraRenditions
{
    private readonly int _camera;
    private readonly IReadOnlyList<Rendition> _encoded;
    private readonly bool _announcedAsPassthrough;
    private readonly CameraRequests _requests;
    private readonly PictureTaps _taps;
    private readonly ICameraOutput _output;
    private readonly RenditionMeter[] _meters;

    public CameraRenditions(int camera, CameraSettings settings, CameraRequests requests, PictureTaps taps, ICameraOutput output)
    {
        _camera = camera;
        _encoded = Rendition.Of(settings.Renditions);
        _announcedAsPassthrough = SourceFactory.IsPassthrough(settings);
        _requests = requests;
        _taps = taps;
        _output = output;
        _meters = [.. Enumerable.Range(0, LinkProtocol.MaxRenditions).Select(number => new RenditionMeter(
            (byte)number,
            number == Rendition.Original ? VideoCodec.H265 : VideoCodec.H264,
            Announced(settings).FirstOrDefault(rendition => rendition.Number == number)?.BitsPerSecond ?? 0))];
    }

    /// <summary>What the service is told before anything was opened.</summary>
    public static IReadOnlyList<LinkRendition> Announced(CameraSettings settings)
    {
        bool passthrough = SourceFactory.IsPassthrough(settings);
        return [.. Rendition.Of(settings.Renditions).Select(rendition => new LinkRendition(
            rendition.Number, passthrough && rendition.Number == Rendition.Full ? 0 : 1000L * EncoderProfile.Expected(rendition)))];
    }

    /// <summary>The encoders for a source that was just opened.</summary>
    /// <exception cref="GstException">x264enc is not installed.</exception>
    public RenditionEncoders For(ISource source)
    {
        IEnumerable<Rendition> encoded = PassesFull(source) ? _encoded.Skip(1) : _encoded;
        return new RenditionEncoders(_camera, encoded, _announcedAsPassthrough, _requests, _meters, _taps, _output);
    }

    /// <summary>Hands a compressed frame on.</summary>
    public void Forward(ISource source, in SourceFrame frame, ulong sequence)
    {
        byte number = PassesFull(source) ? Rendition.Full : Rendition.Original;
        RenditionMeter meter = _meters[number];
        using MappedBuffer map = frame.Buffer.MapRead();
        _output.AccessUnit(new AccessUnitHeader(_camera, number, frame.Buffer.IsKey, sequence, frame.CaptureNs, source.Codec), map.Data);
        meter.Begin((source.Format.Width, source.Format.Height), targetBitsPerSecond: 0);
        meter.Sent(map.Data.Length, frame.CaptureNs);
    }

    /// <summary>What each does now; empty while nothing is open.</summary>
    public IReadOnlyList<RenditionState> Read(ISource? source, long nowNs)
    {
        if (source == null) return [];
        var states = new List<RenditionState>();
        foreach (Rendition rendition in _encoded)
        {
            bool passes = rendition.Number == Rendition.Full && PassesFull(source);
            states.Add(_meters[rendition.Number].Read(passes || _requests.IsWanted(rendition.Number), nowNs));
        }

        if (source is { IsCompressed: true, Codec: VideoCodec.H265 }) states.Add(_meters[Rendition.Original].Read(wanted: true, nowNs));
        return states;
    }

    private static bool PassesFull(ISource source) => source is { IsCompressed: true, Codec: VideoCodec.H264 };
}
