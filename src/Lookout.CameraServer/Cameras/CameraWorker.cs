using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Encoding;
using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Native.Gst;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraServer.Cameras;

/// <summary>
/// One camera on one thread, from opening its source to handing out access units. Shares nothing with other cameras: what
/// it knows of the world are its requests (flags), who looks at its pictures, and the output.
/// </summary>
internal sealed class CameraWorker
{
    private static readonly TimeSpan PullTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EncodeTimeout = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DeviceReopen = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan OtherReopen = TimeSpan.FromSeconds(10);
    private const long IdleNs = 100_000_000;
    private const long SecondNs = 1_000_000_000;

    private readonly int _index;
    private readonly CameraSettings _settings;
    private readonly SourceFactory _sources;
    private readonly CameraRequests _requests;
    private readonly AnalysisLoop _analysis;
    private readonly PictureTaps _taps;
    private readonly ICameraOutput _output;
    private readonly ILogger _logger;
    private readonly CancellationToken _stop;
    private readonly Pacer _pacer;
    private readonly CameraMachine _machine;
    private readonly FrameRate _rate = new();
    private readonly StateSchedule _states = new();
    private readonly Thread _thread;

    private ISource? _source;
    private H264Encoder? _encoder;
    private DecodeBranch? _decoder;
    private bool _decode;
    private bool _wedged;
    private ulong _sequence;
    private long _frames;
    private long _lastFrameNs;
    private long _dropped;
    private long _lookAtNs;
    private int _width;
    private int _height;
    private long _turns;

    public CameraWorker(
        int index, CameraSettings settings, SourceFactory sources, CameraRequests requests, AnalysisLoop analysis,
        ICameraOutput output, ILogger logger, CancellationToken stop, NewestFrame? newest = null)
    {
        _index = index;
        _settings = settings;
        _sources = sources;
        _requests = requests;
        _analysis = analysis;
        _taps = new PictureTaps(analysis, analysis.SlotOf(index), newest);
        _output = output;
        _logger = logger;
        _stop = stop;
        _pacer = new Pacer(Turn, stop);
        _machine = new CameraMachine(settings.Source is V4l2Source ? DeviceReopen : OtherReopen);
        _thread = new Thread(Run) { Name = $"camera-{settings.Name}", IsBackground = true };
    }

    /// <summary>Goes up while the thread is alive and not stuck in a driver.</summary>
    public long Turns => Volatile.Read(ref _turns);

    /// <summary>Frames captured so far.</summary>
    public long Frames => Volatile.Read(ref _frames);

    public void Start() => _thread.Start();

    /// <summary>Waits for the thread, which ends when the stop token is cancelled. False: it did not within the time.</summary>
    public bool Join(TimeSpan timeout) => !_thread.IsAlive || _thread.Join(timeout);

    private void Run()
    {
        while (!_stop.IsCancellationRequested && !_wedged)
        {
            try
            {
                Loop();
            }
            catch (Exception e)   // the thread's top: one camera's fault is no other camera's
            {
                ServerLog.CameraFailed(_logger, _settings.Name, e);
                Lose("internal error: " + e.Message, absent: false);
            }
        }
        Close();
    }

    private void Loop()
    {
        while (!_stop.IsCancellationRequested && !_wedged)
        {
            Turn();
            switch (_machine.Tick(_pacer.NowNs))
            {
                case CameraAction.Open:
                    Open();
                    break;
                case CameraAction.Close:
                    ServerLog.CameraStalled(_logger, _settings.Name);
                    Close();
                    break;
            }
            if (_source == null) _pacer.WaitUntil(_pacer.NowNs + IdleNs);
            else Step(_source);
            PublishState();
        }
    }

    private void Turn() => Volatile.Write(ref _turns, _turns + 1);

    private void Open()
    {
        try
        {
            _source = _sources.Open(_settings, _decode, _pacer);
            // Made before the first picture, so that the first viewer does not wait for the codec to load.
            if (!_source.IsCompressed) _encoder ??= new H264Encoder(SourceFactory.IsPassthrough(_settings));
            _rate.Reset(0);
            _machine.Opened(_pacer.NowNs);
        }
        catch (NeedsDecodingException)
        {
            Decode();
        }
        catch (SourceException e)
        {
            Lose(e.Message, e.IsAbsent);
        }
        catch (GstException e)
        {
            Lose(e.Message, absent: false);
        }
    }

    private void Step(ISource source)
    {
        PullResult result = source.Pull(PullTimeout, out SourceFrame frame);
        switch (result)
        {
            case PullResult.Frame:
                using (frame) Take(source, frame);
                break;
            case PullResult.Failed:
                Lose(source.Failure, absent: !source.IsPresent());
                return;
            case PullResult.NeedsDecoding:
                Decode();
                return;
        }
        if (_pacer.NowNs < _lookAtNs) return;
        _lookAtNs = _pacer.NowNs + SecondNs;
        if (!source.IsPresent()) Lose(source.Failure, absent: true);
    }

    private void Take(ISource source, in SourceFrame frame)
    {
        _sequence++;
        if (_machine.Status != CameraStatus.Online)
            ServerLog.CameraOnline(_logger, _settings.Name, source.Format.Width, source.Format.Height);
        _machine.Frame(_pacer.NowNs);
        if (_rate.Fps == 0) _rate.Reset(source.Format.Fps);
        _rate.Add(frame.CaptureNs);
        _lastFrameNs = frame.CaptureNs;
        (_width, _height) = (source.Format.Width, source.Format.Height);
        Volatile.Write(ref _frames, _frames + 1);
        if (source.IsCompressed) Forward(frame);
        else Encode(source, frame);
    }

    private void Forward(in SourceFrame frame)
    {
        Publish(frame.Buffer, frame.CaptureNs, _sequence);
        if (!_taps.AreOpen)
        {
            _decoder?.Skip();
            return;
        }
        _decoder ??= new DecodeBranch(_taps, _settings.Name);
        _decoder.Push(frame.Buffer, frame.CaptureNs, _sequence);
    }

    private void Encode(ISource source, in SourceFrame frame)
    {
        bool encode = _requests.IsWanted(0) && _encoder != null;
        bool failed = encode && !_encoder!.Put(
            frame.Buffer, source.Format, frame.CaptureNs, _sequence, _requests.TakeKeyFrame(0));
        // While the encoder works on it on its own thread.
        _taps.Offer(frame.Buffer, source.Format, frame.CaptureNs, _sequence);
        if (!encode) return;
        // One picture in, one access unit out; should one be late, the next turn takes both, so lateness never stays.
        while (!failed && _encoder!.TryTake(EncodeTimeout, out EncodedUnit unit))
        {
            using EncodedUnit taken = unit;
            Publish(taken.Buffer, taken.CaptureNs, taken.Sequence);
            if (taken.CaptureNs == frame.CaptureNs) return;
        }
        if (failed || _encoder!.HasFailed()) Lose(_encoder!.Failure, absent: false);
    }

    private void Publish(in MediaBuffer unit, long captureNs, ulong sequence)
    {
        using MappedBuffer map = unit.MapRead();
        _output.AccessUnit(new AccessUnitHeader(_index, 0, unit.IsKey, sequence, captureNs), map.Data);
    }

    private void Decode()
    {
        Close();
        if (_decode) throw new InvalidOperationException("decoding was asked for twice");
        ServerLog.CameraDecodes(_logger, _settings.Name);
        _decode = true;
        _machine.Reopen(_pacer.NowNs);
    }

    private void Lose(string reason, bool absent)
    {
        Close();
        if (_machine.Reason != reason) ServerLog.CameraLost(_logger, _settings.Name, reason);
        // What comes back may be another file: it gets its chance to pass through.
        _decode = false;
        _machine.Lost(_pacer.NowNs, reason, absent);
    }

    private void Close()
    {
        if (_source != null) _dropped += _source.Dropped;
        if (_source == null && _encoder == null && _decoder == null) return;
        if (!DisposalDeadline.TryDispose(CloseDeadline, _source, _encoder, _decoder))
        {
            _wedged = true;
            ServerLog.CameraWedged(_logger, _settings.Name);
        }
        (_source, _encoder, _decoder) = (null, null, null);
    }

    private void PublishState()
    {
        string reason = _machine.Reason;
        if (reason.Length == 0 && _analysis.SlotOf(_index) != null) reason = _analysis.Fault;
        if (!_states.IsDue(_machine.Status, reason, _pacer.NowNs)) return;
        _output.State(new CameraState(
            _index, _machine.Status, reason, _width, _height, _rate.Fps, _frames, _lastFrameNs, _machine.Restarts,
            _dropped + (_source?.Dropped ?? 0)));
    }
}
