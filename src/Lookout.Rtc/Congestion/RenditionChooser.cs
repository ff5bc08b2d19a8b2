namespace Lookout.Rtc.Congestion;

/// <summary>Chooses a viewer's rendition from the estimate of its path.</summary>
public sealed class RenditionChooser
{
    private TimeSpan _asked;

    public RenditionChooser(TimeSpan now) => _asked = now;

    /// <summary>The rendition to show from the next key frame on: an index of <paramref name="renditionBps"/>.</summary>
    /// <param name="now">The time.</param>
    /// <param name="targetBps">The estimate, in bits per second.</param>
    /// <param name="renditionBps">What each rendition needs, the best first and falling; 0: not available.</param>
    /// <param name="current">The rendition shown now.</param>
    public int Choose(TimeSpan now, long targetBps, ReadOnlySpan<long> renditionBps, int current)
    {
        if (now < _asked) return current;
        _asked = now;
        int last = current;
        for (int i = 0; i < renditionBps.Length; i++)
        {
            if (renditionBps[i] == 0) continue;
            last = i;
            if (renditionBps[i] <= targetBps) break;
        }

        return last;
    }
}
