using Lookout.CameraServer.Encoding;
using Lookout.CameraServer.Sources;
using Lookout.Link;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// Decodes a compressed camera for whoever needs its pictures, beside the way of the video: the capture thread pushes and never
/// waits, an own thread builds the pipeline and hands each picture on. Disposed by the capture thread.
/// </summary>
internal sealed class DecodeBranch : IDisposable
{
    private const int MaxQueued = 8;
    private static readonly TimeSpan PullTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly RenditionEncoders _pictures;
    private readonly VideoCodec _codec;
    private readonly SequenceRing _sequences = new();
    private readonly BacklogGate _gate = new(MaxQueued);
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private volatile AppSrc? _in;

    /// <param name="pictures">Gets each picture, on this branch's thread.</param>
    /// <param name="codec">Of the access units.</param>
    /// <param name="camera">Name of the camera.</param>
    public DecodeBranch(RenditionEncoders pictures, VideoCodec codec, string camera)
    {
        _pictures = pictures;
        _codec = codec;
        _thread = new Thread(Run) { Name = $"decode-{camera}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Access units the decoder never got because it was behind.</summary>
    public long Dropped => _gate.Dropped;

    /// <summary>Hands over one access unit without copying it.</summary>
    public void Push(in MediaBuffer unit, long captureNs, ulong sequence)
    {
        AppSrc? source = _in;
        if (source == null)
        {
            _gate.Close();
            return;
        }
        if (!_gate.Admit(source.Queued, unit.IsKey)) return;
        _sequences.Add(captureNs, sequence);
        source.Push(unit, captureNs);
    }

    /// <summary>Nobody looks: what is not pushed is missing, so pushing goes on at a key frame.</summary>
    public void Skip() => _gate.Close();

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsSet)
        {
            try
            {
                Decode();
            }
            catch (GstException)
            {
                // No decoder installed, or it does not start: doctor says so; analysis waits.
            }
            _in = null;
            _stop.Wait(RetryAfter);
        }
    }

    private void Decode()
    {
        using Pipeline pipeline = Build(_codec);
        using AppSink sink = pipeline.FindAppSink("out");
        AppSrc source = pipeline.FindAppSrc("in");
        source.SetCaps(PipelineSource.AnnexBOf(_codec));
        pipeline.SetState(PipelineState.Playing);
        _in = source;

        VideoFormat format = default;
        nint capsId = 0;
        long seen = _gate.Overflows;
        while (!_stop.IsSet && !pipeline.Bus.TryPop(BusMessageTypes.Error, out _))
        {
            if (!sink.TryPull(PullTimeout, out Sample sample))
            {
                _pictures.Rest();
                continue;
            }
            using Sample pulled = sample;
            long captureNs = sample.RunningTimeNs;
            if (sample.CapsId != capsId && VideoFormat.TryRead(sample, out format)) capsId = sample.CapsId;
            if (capsId == 0 || !_sequences.TryGet(captureNs, out ulong sequence)) continue;
            using MediaBuffer picture = sample.BorrowBuffer();
            long overflows = _gate.Overflows;
            if (overflows > seen) _pictures.FellBehind();
            seen = overflows;
            _pictures.Add(picture, format, captureNs, sequence);
        }
    }

    private static Pipeline Build(VideoCodec codec) => VideoDecoder.Add(new PipelineBuilder().AppSrc("in"), codec, Gst.HasElement)
        .Element("videoconvert").Caps(PipelineSource.RawPictures)
        .AppSink("out", 1, drop: true).Build();
}
