using Lookout.Configuration.Settings;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>
/// A clip, looped for ever at its own rate. The pipeline runs ahead by its small queue and our thread does the pacing:
/// capture time = start of the loop + distance to the clip's first frame, and each loop starts exactly one clip length
/// (its video's, whatever its audio's) after the one before. So rewinding, which takes some milliseconds, is no gap.
/// </summary>
internal sealed class ClipSource : PipelineSource
{
    /// <summary>After more than this (a suspended process, a starved machine) the timeline jumps instead of being run after.</summary>
    private const string Contents = "contents";
    private const long MaxLateNs = 1_000_000_000;

    private readonly FileSource _clip;
    private readonly IPacer _pacer;
    private long _loopStartNs;
    private long _firstPtsNs = -1;
    private long _lastPtsNs;
    private long _lastDurationNs;
    private bool _rewound;
    private bool _ledNowhere;

    private ClipSource(Pipeline pipeline, bool compressed, FileSource clip, IPacer pacer) : base(pipeline, compressed)
    {
        _clip = clip;
        _pacer = pacer;
    }

    /// <summary>Opens the clip.</summary>
    /// <param name="clip">The file.</param>
    /// <param name="rotate">Clockwise degrees; only decoded pictures can be turned.</param>
    /// <param name="decode">False: H.264 as it is in the file. True: raw pictures, whatever the codec.</param>
    /// <param name="pacer">The time it plays in.</param>
    /// <exception cref="SourceException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="NeedsDecodingException">Not H.264.</exception>
    public static ClipSource Open(FileSource clip, int rotate, bool decode, IPacer pacer)
    {
        if (!File.Exists(clip.Path)) throw new SourceException(Gone(clip), absent: true);
        PipelineBuilder file = new PipelineBuilder().Element("filesrc").WithText("location", clip.Path);
        PipelineBuilder chain = decode
            ? file.Element("decodebin").With("caps", "video/x-raw(ANY)").With("expose-all-streams", false)
                .Element("videoconvert").Upright(rotate).Caps(RawPictures)
            : file.Element("parsebin", Contents).Caps("video/x-h264")
                .Element("h264parse").With("config-interval", -1).Caps(AnnexB);
        Pipeline pipeline = chain.AppSink(Out, decode ? 2 : 8, drop: false).Build();
        var source = new ClipSource(pipeline, !decode, clip, pacer);
        source.Start();
        return source;
    }

    public override bool IsPresent()
    {
        if (File.Exists(_clip.Path)) return true;
        Failure = Gone(_clip);
        return false;
    }

    public override PullResult Pull(TimeSpan timeout, out SourceFrame frame)
    {
        frame = default;
        if (!Sink.TryPull(timeout, out Sample sample)) return NoSample();
        using (sample)
        {
            if (!TryFormat(sample)) return PullResult.Failed;
            MediaBuffer buffer = sample.BorrowBuffer();
            PullResult result = Pace(buffer, out long captureNs);
            if (result == PullResult.Frame) frame = new SourceFrame(buffer, captureNs);
            else buffer.Dispose();
            return result;
        }
    }

    protected override string Explain(BusMessage error) => $"{_clip.Path}: {BusErrors.Describe(error)}";

    private static string Gone(FileSource clip) =>
        clip.Remedy == null ? $"{clip.Path}: no such file" : $"{clip.Path}: no such file. {clip.Remedy}";

    private PullResult Pace(in MediaBuffer buffer, out long captureNs)
    {
        captureNs = 0;
        long pts = buffer.PtsNs;
        if (pts < 0)
        {
            Failure = $"{_clip.Path}: its frames carry no timestamps";
            return PullResult.Failed;
        }
        if (_firstPtsNs < 0) Begin(pts);
        // Pictures shown in another order than they are sent: a WebRTC receiver does not put them right.
        else if (pts <= _lastPtsNs) return IsCompressed ? PullResult.NeedsDecoding : PullResult.Nothing;
        _lastDurationNs = buffer.DurationNs > 0 ? buffer.DurationNs : pts - _lastPtsNs;
        _lastPtsNs = pts;

        captureNs = _loopStartNs + pts - _firstPtsNs;
        long late = _pacer.NowNs - captureNs;
        if (late > MaxLateNs)
        {
            _loopStartNs += late;
            captureNs += late;
        }
        return _pacer.WaitUntil(captureNs) ? PullResult.Frame : PullResult.Nothing;
    }

    private void Begin(long pts)
    {
        if (!_rewound) _loopStartNs = _pacer.NowNs;
        _firstPtsNs = pts;
        _lastPtsNs = pts;
    }

    private PullResult NoSample()
    {
        if (TryError(out BusMessage? error)) return Fail(error!);
        if (!Sink.IsEndOfStream) return HoldsNoH264() ? PullResult.NeedsDecoding : PullResult.Nothing;
        if (_firstPtsNs < 0)
        {
            Failure = $"{_clip.Path}: holds no video frame";
            return IsCompressed ? PullResult.NeedsDecoding : PullResult.Failed;
        }
        return Rewind();
    }

    // Seen twice: between finding a stream and linking it there is a moment.
    private bool HoldsNoH264()
    {
        if (!IsCompressed || HasFlowed) return false;
        using Element contents = Pipeline.Find(Contents);
        bool before = _ledNowhere;
        _ledNowhere = contents.LeadsNowhere();
        return before && _ledNowhere;
    }

    private PullResult Rewind()
    {
        _loopStartNs += _lastPtsNs - _firstPtsNs + _lastDurationNs;
        _firstPtsNs = -1;
        _rewound = true;
        if (Pipeline.Seek(TimeSpan.Zero)) return PullResult.Nothing;
        Failure = $"{_clip.Path}: cannot be rewound";
        return PullResult.Failed;
    }
}
