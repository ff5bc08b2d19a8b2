using System.Diagnostics;
using Lookout.CameraServer.Cameras;
using Lookout.Native.Posix;
using Lookout.Vision;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// One thread that analyses the newest frame of one camera after the other, no faster than each slot's interval, and on a small
/// machine with rests, so that the rest of it stays free for the video. It runs at a lower priority than capture: with too little CPU
/// it is analysis that gets rarer.
/// A model that is missing or fails is tried again every 30 s; the video does not care.
/// </summary>
internal sealed class AnalysisLoop : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(2);
    private const int Nice = 5;

    // One core of four: on two cores the thread works half the time.
    private static readonly double Share = Math.Min(1, Environment.ProcessorCount / 4.0);

    private readonly Func<IFrameAnalyser> _load;
    private readonly ICameraOutput _output;
    private readonly ILogger _logger;
    private readonly FrameSlot?[] _slots;
    private readonly TimeSpan _retryAfter;
    private readonly Func<string> _activity;
    private readonly AutoResetEvent _work = new(initialState: false);
    private readonly ManualResetEvent _stop = new(initialState: false);
    private readonly Thread _thread;
    private volatile string _fault = "";
    private volatile bool _ready;

    /// <param name="rates">For each camera, how many of its frames a second are analysed at most; 0: none.</param>
    /// <param name="load">Makes the analyser, on the loop's thread.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="logger">For the model coming and going.</param>
    /// <param name="retryAfter">Time to the next try with a model that failed; 30 s unless told.</param>
    /// <param name="activity">What keeps the analyser, for the viewer; empty while nothing does. Asked on any thread.</param>
    public AnalysisLoop(
        IReadOnlyList<int> rates, Func<IFrameAnalyser> load, ICameraOutput output, ILogger logger, TimeSpan? retryAfter = null, Func<string>? activity = null)
    {
        _retryAfter = retryAfter ?? RetryAfter;
        _activity = activity ?? (static () => "");
        _load = load;
        _output = output;
        _logger = logger;
        _slots = [.. rates.Select(rate => rate > 0 ? new FrameSlot(1_000_000_000 / rate, () => _work.Set()) : null)];
        _thread = new Thread(Run) { Name = "analysis", IsBackground = true };
    }

    /// <summary>That and why nothing is analysed, for the viewer; empty while all is well.</summary>
    public string Fault => _activity() is { Length: > 0 } activity ? "detection waits: " + activity : _fault;

    /// <summary>Whether frames would be analysed now; while not, nobody needs to decode any.</summary>
    public bool IsReady => _ready;

    /// <summary>The camera's slot; null when its frames are not analysed.</summary>
    public FrameSlot? SlotOf(int camera) => _slots[camera];

    public void Start()
    {
        if (Array.Exists(_slots, slot => slot != null)) _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive && !_thread.Join(StopDeadline)) return;   // it still uses the events; the process ends anyway
        _work.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        CurrentThread.SetNice(Nice);
        do
        {
            try
            {
                using IFrameAnalyser analyser = _load();
                _fault = "";
                _ready = true;
                ServerLog.AnalysisReady(_logger);
                Work(analyser);
            }
            catch (ModelException e)
            {
                Report(e.Message);
            }
            catch (Exception e)   // the thread's top: whatever a model does, the video goes on
            {
                ServerLog.AnalysisFailed(_logger, e);
                Report(e.Message);
            }
        }
        while (!_stop.WaitOne(_retryAfter));
    }

    private void Work(IFrameAnalyser analyser)
    {
        WaitHandle[] either = [_stop, _work];
        while (!_stop.WaitOne(0))
        {
            bool any = false;
            for (int camera = 0; camera < _slots.Length; camera++)
            {
                if (_slots[camera] is not { } slot || !slot.TryTake(out Picture picture)) continue;
                any = true;
                long started = Stopwatch.GetTimestamp();
                analyser.Analyse(camera, picture, _output);
                if (Share < 1 && _stop.WaitOne(Stopwatch.GetElapsedTime(started) * (1 / Share - 1))) return;
            }
            if (!any) WaitHandle.WaitAny(either);
        }
    }

    private void Report(string reason)
    {
        _ready = false;
        string fault = "detection off: " + reason;
        if (_fault != fault) ServerLog.AnalysisOff(_logger, reason);
        _fault = fault;
    }
}
