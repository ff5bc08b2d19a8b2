namespace Lookout.Rtc.Congestion;

/// <summary>
/// A cap on the rate from loss. Some paths lose packets whatever is sent, some because it is too much; so a cut is a trial:
/// down to what gets through, and when as much is lost after it and no queue stands, the loss is the path's own and the cap
/// is lifted. Loss above the path's own by less than some per cent is left to resends.
/// </summary>
/// <remarks>
/// draft-ietf-rmcat-gcc-02 §6 cuts at 10 % whatever the cause, which on a radio link ends at the least rate; libwebrtc's
/// second loss controller fits both causes at once, which this does by one comparison.
/// </remarks>
internal sealed class LossControl
{
    private const double Tolerated = 0.05;
    private const double Sigmas = 3;
    private const double TrialFactor = 0.95;
    private const double GrowthPerSecond = 1.08;
    private const double GrowthBelow = 0.02;
    private const double OwnWeight = 0.1;
    private const double RecentWeight = 0.3;
    private const double MostOwn = 0.5;
    private const int LeastPackets = 100;
    private const int LeastPacketsWhenSlow = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan SlowWindow = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan StandingQueue = TimeSpan.FromMilliseconds(100);

    private State _state;
    private double _own;
    private double _recent;
    private double _lossBefore;
    private double _sentBpsBefore;
    private TimeSpan _windowFrom;
    private TimeSpan _countFrom;
    private int _arrived;
    private int _lost;
    private long _bytes;

    private enum State
    {
        Free,
        Trial,
        Recovering,
    }

    /// <summary>Bits per second; <see cref="long.MaxValue"/> when loss gives no reason to hold back.</summary>
    public long CapBps { get; private set; } = long.MaxValue;

    /// <summary>The fraction that the path is held to lose whatever is sent: what a trial showed, and the little that is tolerated.</summary>
    public double OwnLoss => Math.Max(_own, Math.Min(_recent, Tolerated));

    /// <summary>Whether less may go than would without loss, so that no probe is wanted.</summary>
    public bool Cutting => _state == State.Trial;

    public void Arrived(TimeSpan sent, int bytes, bool wasMissing)
    {
        if (sent < _countFrom) return;
        _arrived++;
        if (wasMissing && _lost > 0) _lost--;
        else _bytes += bytes;
    }

    public void Lost(in LossRun run)
    {
        if (run.LastSent < _countFrom) return;
        _lost += run.Packets;
        _bytes += run.Bytes;
    }

    /// <summary>Judges what was counted, once it is enough.</summary>
    /// <param name="now">The time.</param>
    /// <param name="path">The path's state.</param>
    /// <param name="uncappedBps">The rate without this cap.</param>
    public void Advance(TimeSpan now, in PathState path, long uncappedBps)
    {
        int packets = _arrived + _lost;
        TimeSpan elapsed = now - _windowFrom;
        if (elapsed < Window || packets < (elapsed < SlowWindow ? LeastPackets : LeastPacketsWhenSlow)) return;
        double loss = (double)_lost / packets;
        _recent += RecentWeight * (loss - _recent);
        double sigma = Math.Sqrt(Math.Max(loss, _own) * (1 - Math.Max(loss, _own)) / packets);
        double sentBps = 8 * _bytes / elapsed.TotalSeconds;
        bool tooMuch = loss > _own + Tolerated + Sigmas * sigma;

        if (_state == State.Trial) JudgeTrial(now, path, loss, sentBps);
        else if (tooMuch) BeginTrial(now, path, loss, sentBps);
        else
        {
            // Never up: so a path that is filled bit by bit would have all its loss called its own.
            if (loss < _own - sigma) _own += OwnWeight * (loss - _own);
            if (_state == State.Recovering) Recover(elapsed, loss, uncappedBps);
        }

        _windowFrom = now;
        _arrived = _lost = 0;
        _bytes = 0;
    }

    /// <summary>A probe showed that the path carries this much.</summary>
    public void Raise(long bps)
    {
        if (_state == State.Recovering && bps > CapBps) CapBps = bps;
    }

    private void BeginTrial(TimeSpan now, in PathState path, double loss, double sentBps)
    {
        if (path.AckedBps == 0) return;
        _state = State.Trial;
        _lossBefore = loss;
        _sentBpsBefore = sentBps;
        CapBps = Math.Min(CapBps, (long)(TrialFactor * Math.Min(path.AckedBps, sentBps * (1 - loss))));
        // What is on its way was sent at the old rate.
        _countFrom = now;
    }

    private void JudgeTrial(TimeSpan now, in PathState path, double loss, double sentBps)
    {
        if (loss <= _own + (_lossBefore - _own) / 2)
        {
            _state = State.Recovering;
            return;
        }

        // The source did not follow yet: no proof of either cause.
        if (sentBps > TrialFactor * _sentBpsBefore) return;
        if (path.Queue > StandingQueue)
        {
            BeginTrial(now, path, loss, sentBps);
            return;
        }

        _own = Math.Min(MostOwn, (loss + _lossBefore) / 2);
        _state = State.Free;
        CapBps = long.MaxValue;
    }

    private void Recover(TimeSpan elapsed, double loss, long uncappedBps)
    {
        if (loss < _own + GrowthBelow) CapBps = (long)(CapBps * Math.Pow(GrowthPerSecond, Math.Min(elapsed.TotalSeconds, 1)));
        if (CapBps < uncappedBps) return;
        CapBps = long.MaxValue;
        _state = State.Free;
    }
}
