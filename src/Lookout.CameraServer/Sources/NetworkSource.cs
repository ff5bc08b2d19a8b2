using Lookout.Configuration.Settings;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>An RTSP camera over TCP, which passes every firewall the control connection passed and loses nothing on the way.</summary>
internal sealed class NetworkSource : LiveSource
{
    private const int JitterMs = 50;
    private const long TcpTimeoutUs = 5_000_000;
    private readonly RtspSource _source;

    private NetworkSource(Pipeline pipeline, bool compressed, RtspSource source) : base(pipeline, compressed) => _source = source;

    protected override string EndOfStream => $"{_source.Redacted}: the camera ended its stream";

    /// <summary>Begins to connect; failures come from Pull.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="rotate">Clockwise degrees; only decoded pictures can be turned.</param>
    /// <param name="decode">False: its H.264 as it is. True: raw pictures, whatever the codec.</param>
    /// <exception cref="SourceException">The connection cannot even be tried.</exception>
    public static NetworkSource Open(RtspSource source, int rotate, bool decode)
    {
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
            chain.Caps("application/x-rtp,media=(string)video,encoding-name=(string)H264").Element("rtph264depay")
                .Element("h264parse").With("config-interval", -1).Caps(AnnexB);
        }
        // Access units must not be dropped one by one, pictures may: the newest wins.
        Pipeline pipeline = chain.AppSink(Out, decode ? 1 : 64, drop: decode).Build();
        var opened = new NetworkSource(pipeline, !decode, source);
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
