using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>An RTSP camera over TCP, which passes every firewall the control connection passed and loses nothing on the way.</summary>
internal sealed class NetworkSource : LiveSource
{
    private const int JitterMs = 50;
    private const long TcpTimeoutUs = 5_000_000;
    private readonly RtspSource _source;

    private NetworkSource(Pipeline pipeline, SourceMode mode, RtspSource source) : base(pipeline, mode != SourceMode.Decoded)
    {
        _source = source;
        Codec = mode == SourceMode.H265 ? VideoCodec.H265 : VideoCodec.H264;
    }

    public override VideoCodec Codec { get; }

    protected override string EndOfStream => $"{_source.Redacted}: the camera ended its stream";

    /// <summary>Begins to connect; failures come from Pull.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="rotate">Clockwise degrees; only decoded pictures can be turned.</param>
    /// <param name="mode">In which form its frames come.</param>
    /// <exception cref="SourceException">The connection cannot even be tried.</exception>
    public static NetworkSource Open(RtspSource source, int rotate, SourceMode mode)
    {
        bool decode = mode == SourceMode.Decoded;
        PipelineBuilder chain = new PipelineBuilder()
            .Element("rtspsrc").WithText("location", source.Uri).With("protocols", "tcp")
            .With("latency", JitterMs).With("tcp-timeout", TcpTimeoutUs).With("drop-on-latency", true);
        if (decode)
        {
            chain.Caps("application/x-rtp,media=(string)video").Element("decodebin")
                .Element("videoconvert").Upright(rotate).Caps(RawPictures);
        }
        else
        {
            (string name, VideoCodec codec) = mode == SourceMode.H265 ? ("h265", VideoCodec.H265) : ("h264", VideoCodec.H264);
            chain.Caps($"application/x-rtp,media=(string)video,encoding-name=(string){name.ToUpperInvariant()}").Element($"rtp{name}depay")
                .Element($"{name}parse").With("config-interval", -1).Caps(AnnexBOf(codec));
        }
        // Access units must not be dropped one by one, pictures may: the newest wins.
        Pipeline pipeline = chain.AppSink(Out, decode ? 1 : 64, drop: decode).Build();
        var opened = new NetworkSource(pipeline, mode, source);
        opened.Start();
        return opened;
    }

    protected override string Explain(BusMessage error)
    {
        // rtspsrc keeps the system's own reason to itself.
        if (error.Debug.Contains("Failed to connect", StringComparison.Ordinal))
            return $"{_source.Redacted}: no connection (refused, or not reachable)";
        string text = BusErrors.Describe(error).Replace(_source.Uri, _source.Redacted, StringComparison.OrdinalIgnoreCase);
        string secret = new UriBuilder(_source.Uri).Uri.UserInfo;
        if (secret.Length > 0) text = text.Replace(secret + "@", "", StringComparison.Ordinal);
        return text.Contains(_source.Redacted, StringComparison.Ordinal) ? text : $"{_source.Redacted}: {text}";
    }
}
