namespace Lookout.Rtc.Congestion;

/// <summary>
/// Chooses a viewer's rendition from the estimate of its path: down as soon as it does not fit, up once there was room for a
/// while. An up that did not last makes the next one wait longer, so that a path between two renditions does not flicker.
/// </summary>
/// <remarks>
/// The estimate goes above what is sent only where a probe has shown room, so up needs no more proof than the estimate. It
/// is cheap: four times a second is often enough.
/// </remarks>
public sealed class RenditionChooser
{
    private const double RoomForUp = 1.15;
    private const double TooLittle = 0.95;
    private const double FarTooLittle = 0.7;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(750);
    private static readonly TimeSpan FirstUpAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestUpAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Forgiven = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _startedAt;
    private TimeSpan _upAfter = FirstUpAfter;
    private TimeSpan _switchedAt;
    private TimeSpan? _lowSince;
    private TimeSpan? _roomSince;
    private TimeSpan? _upAt;

    /// <param name="now">When the viewer joined: at the start an up does not wait.</param>
    public RenditionChooser(TimeSpan now) => _startedAt = _switchedAt = now;

    /// <summary>The rendition to show from the next key frame on: an index of <paramref name="renditionBps"/>.</summary>
    /// <param name="now">The time.</param>
    /// <param name="targetBps">The estimate, in bits per second.</param>
    /// <param name="renditionBps">What each rendition needs, the best first and falling; 0: not available.</param>
    /// <param name="current">The rendition shown now. It is also the answer while none is available.</param>
    public int Choose(TimeSpan now, long targetBps, ReadOnlySpan<long> renditionBps, int current)
    {
        bool gone = (uint)current >= (uint)renditionBps.Length || renditionBps[current] == 0;
        if (gone) return Switch(now, BestWithin(targetBps, renditionBps, current), current);
        bool lasts = _upAt == _switchedAt && _upAt + Forgiven < now;
        if (lasts) _upAfter = FirstUpAfter;

        long needed = renditionBps[current];
        if (targetBps < TooLittle * needed)
        {
            _roomSince = null;
            _lowSince ??= now;
            if (now < _lowSince + Patience && targetBps >= FarTooLittle * needed) return current;
            int down = BestWithin(targetBps, renditionBps, current);
            if (down <= current) return current;
            if (now < _upAt + Lasting) _upAfter = _upAfter * 2 < LongestUpAfter ? _upAfter * 2 : LongestUpAfter;
            return Switch(now, down, current);
        }

        _lowSince = null;
        int up = BestWithin((long)(targetBps / RoomForUp), renditionBps, current);
        if (up >= current)
        {
            _roomSince = null;
            return current;
        }

        _roomSince ??= now;
        bool starting = now < _startedAt + Start && _upAfter == FirstUpAfter;
        if (!starting && (now < _roomSince + _upAfter || now < _switchedAt + _upAfter)) return current;
        _upAt = now;
        return Switch(now, up, current);
    }

    // The best that fits; when none does, the last there is.
    private static int BestWithin(long bps, ReadOnlySpan<long> renditionBps, int current)
    {
        int best = current;
        for (int i = 0; i < renditionBps.Length; i++)
        {
            if (renditionBps[i] == 0) continue;
            best = i;
            if (renditionBps[i] <= bps) break;
        }

        return best;
    }

    private int Switch(TimeSpan now, int to, int from)
    {
        if (to != from) _switchedAt = now;
        _lowSince = _roomSince = null;
        return to;
    }
}
