using Lookout.Link;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>
/// What all sources on a GStreamer pipeline share: the appsink named "out", the bus, and the format. Owns the pipeline.
/// </summary>
internal abstract class PipelineSource : ISource
{
    protected const string Out = "out";

    /// <summary>Access units as the link wants them; a parser puts the parameter sets in front of each key frame (config-interval=-1).</summary>
    protected const string AnnexB = "video/x-h264,stream-format=(string)byte-stream,alignment=(string)au";

    private const string AnnexBOfH265 = "video/x-h265,stream-format=(string)byte-stream,alignment=(string)au";

    internal const string RawPictures = "video/x-raw,format=(string){ I420, NV12 }";

    private nint _capsId;

    protected PipelineSource(Pipeline pipeline, bool compressed)
    {
        Pipeline = pipeline;
        IsCompressed = compressed;
        Sink = pipeline.FindAppSink(Out);
    }

    public bool IsCompressed { get; }

    public virtual VideoCodec Codec => VideoCodec.H264;

    public VideoFormat Format { get; private set; }

    public string Failure { get; protected set; } = "";

    public long Dropped { get; protected set; }

    protected Pipeline Pipeline { get; }

    protected AppSink Sink { get; }

    /// <summary>Whether a frame has come through; errors after that are about this very stream.</summary>
    protected bool HasFlowed => _capsId != 0;

    /// <summary>Caps of access units of a codec.</summary>
    public static string AnnexBOf(VideoCodec codec) => codec == VideoCodec.H265 ? AnnexBOfH265 : AnnexB;

    public virtual bool IsPresent() => true;

    public abstract PullResult Pull(TimeSpan timeout, out SourceFrame frame);

    public void Dispose()
    {
        Sink.Dispose();
        Pipeline.Dispose();
    }

    /// <summary>Starts the pipeline; it is disposed here when that fails.</summary>
    /// <exception cref="SourceException">It does not start.</exception>
    /// <exception cref="NeedsDecodingException">It is another codec than was asked for.</exception>
    protected void Start()
    {
        if (Pipeline.SetState(PipelineState.Playing) != StateChange.Failed) return;
        PullResult result = TryError(out BusMessage? error) ? Fail(error!) : PullResult.Failed;
        Dispose();
        if (result == PullResult.NeedsDecoding) throw new NeedsDecodingException();
        throw new SourceException(error == null ? "the pipeline does not start" : Failure);
    }

    /// <summary>An error's text without secrets.</summary>
    protected virtual string Explain(BusMessage error) => BusErrors.Describe(error);

    protected bool TryError(out BusMessage? error) => Pipeline.Bus.TryPop(BusMessageTypes.Error, out error);

    /// <summary>The pipeline failed: what it said, and whether decoding the source may help.</summary>
    protected PullResult Fail(BusMessage error)
    {
        Failure = Explain(error);
        return IsWrongMedia(error) ? PullResult.NeedsDecoding : PullResult.Failed;
    }

    /// <summary>Reads the format when it changed. False: not pictures that we can use.</summary>
    protected bool TryFormat(in Sample sample)
    {
        if (sample.CapsId == _capsId) return true;
        if (!VideoFormat.TryRead(sample, out VideoFormat format))
        {
            Failure = "the source delivers no video";
            return false;
        }
        Format = format;
        _capsId = sample.CapsId;
        return true;
    }

    // Only a first frame that never comes because another codec arrived; a resource is lost either way.
    private bool IsWrongMedia(BusMessage error) =>
        IsCompressed && !HasFlowed && error.Domain != ErrorDomain.Resource;
}
