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
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DeviceReopen = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan OtherReopen = TimeSpan.FromSeconds(10);
    private const long IdleNs = 100_000_000;
    private const long SecondNs = 1_000_000_000;

    private readonly int _index;
    private readonly CameraSettings _settings;
    private readonly SourceFactory _sources;
    private readonly AnalysisLoop _analysis;
    private readonly PictureTaps _taps;
    private readonly CameraRenditions _renditions;
    private readonly ICameraOutput _output;
    private readonly ILogger _logger;
    private readonly CancellationToken _stop;
    private readonly Pacer _pacer;
    private readonly CameraMachine _machine;
    private readonly FrameRate _rate = new();
    private readonly StateSchedule _states = new();
    private readonly Thread _thread;

    private ISource? _source;
    private RenditionEncoders? _pictures;
    private DecodeBranch? _decoder;
    private SourceMode _mode;
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
        _analysis = analysis;
        _taps = new PictureTaps(analysis, analysis.SlotOf(index), newest);
        _renditions = new CameraRenditions(index, settings, requests, _taps, output);
        _output = output;
        _logger = logger;
        _stop = stop;
        _pacer = new Pacer(Turn, stop);
        _mode = SourceModes.First(settings);
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
            _source = _sources.Open(_settings, _mode, _pacer);
            _pictures = _renditions.For(_source);
            _rate.Reset(0);
            _machine.Opened(_pacer.NowNs);
        }
        catch (NeedsDecodingException)
        {
            OpenOtherwise();
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
                OpenOtherwise();
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
        if (source.IsCompressed) Forward(source, frame);
        else Encode(source, frame);
    }

    private void Forward(ISource source, in SourceFrame frame)
    {
        _renditions.Forward(source, frame, _sequence);
        if (!_pictures!.NeedPictures)
        {
            _decoder?.Skip();
            return;
        }
        _decoder ??= new DecodeBranch(_pictures, source.Codec, _settings.Name);
        _decoder.Push(frame.Buffer, frame.CaptureNs, _sequence);
    }

    private void Encode(ISource source, in SourceFrame frame)
    {
        _pictures!.Add(frame.Buffer, source.Format, frame.CaptureNs, _sequence);
        if (_pictures.Failure is { Length: > 0 } failure) Lose(failure, absent: false);
    }

    private void OpenOtherwise()
    {
        bool hasFlowed = _source is { Format.Width: > 0 };
        Close();
        if (_mode == SourceMode.Decoded) throw new InvalidOperationException("decoding was asked for twice");
        _mode = SourceModes.After(_mode, _settings, hasFlowed);
        if (_mode == SourceMode.Decoded) ServerLog.CameraDecodes(_logger, _settings.Name);
        _machine.Reopen(_pacer.NowNs);
    }

    private void Lose(string reason, bool absent)
    {
        Close();
        if (_machine.Reason != reason) ServerLog.CameraLost(_logger, _settings.Name, reason);
        // What comes back may be another file: it gets its chance to pass through.
        _mode = SourceModes.First(_settings);
        _machine.Lost(_pacer.NowNs, reason, absent);
    }

    private void Close()
    {
        if (_source != null) _dropped += _source.Dropped;
        if (_source == null && _pictures == null && _decoder == null) return;
        if (!DisposalDeadline.TryDispose(CloseDeadline, _source, _decoder, _pictures))
        {
            _wedged = true;
            ServerLog.CameraWedged(_logger, _settings.Name);
        }
        (_source, _decoder, _pictures) = (null, null, null);
    }

    private void PublishState()
    {
        string reason = _machine.Reason;
        if (reason.Length == 0 && _analysis.SlotOf(_index) != null) reason = _analysis.Fault;
        if (reason.Length == 0 && _taps.HaveRest) reason = "detection once a second: the machine has no time for more";
        if (!_states.IsDue(_machine.Status, reason, _pacer.NowNs)) return;
        _output.State(new CameraState(
            _index, _machine.Status, reason, _width, _height, _rate.Fps, _frames, _lastFrameNs, _machine.Restarts,
            _dropped + (_source?.Dropped ?? 0))
        {
            Renditions = _renditions.Read(_source, _pacer.NowNs),
        });
    }
}
