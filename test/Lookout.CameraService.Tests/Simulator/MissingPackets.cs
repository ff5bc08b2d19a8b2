using Lookout.Rtc.Rtp;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>What a receiver misses and asks for: again once a round trip, ten times, as libwebrtc does.</summary>
internal sealed class MissingPackets
{
    private const int MaxRetries = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<long, Gap> _gaps = [];

    public int Count => _gaps.Count;

    /// <summary>Packets that were missed at some moment, whether they were late or lost.</summary>
    public long Noticed { get; private set; }

    public long Asked { get; private set; }

    public void Add(TimeSpan now, long index)
    {
        Noticed++;
        _gaps[index] = new Gap(now, TimeSpan.MinValue, 0);
    }

    public bool Remove(long index) => _gaps.Remove(index);

    public void RemoveBefore(long index)
    {
        foreach (long old in _gaps.Keys.TakeWhile(gap => gap < index).ToList()) _gaps.Remove(old);
    }

    /// <summary>Whether the oldest will not come any more.</summary>
    public bool IsHopeless(TimeSpan now, TimeSpan roundTrip)
    {
        if (_gaps.Count == 0) return false;
        Gap oldest = _gaps.First().Value;
        return now - oldest.Since > Patience + 2 * roundTrip || oldest.Retries >= MaxRetries;
    }

    /// <summary>What to ask for now.</summary>
    /// <param name="now">Virtual time.</param>
    /// <param name="wait">How long a packet may be overtaken before it counts as lost.</param>
    /// <param name="roundTrip">How long an answer takes.</param>
    public SequenceNumber[] Ask(TimeSpan now, TimeSpan wait, TimeSpan roundTrip)
    {
        var due = new List<long>();
        foreach ((long index, Gap gap) in _gaps)
            if (gap.Retries < MaxRetries && now - gap.Since >= wait && (gap.Retries == 0 || now - gap.AskedAt >= roundTrip)) due.Add(index);
        foreach (long index in due)
        {
            Gap gap = _gaps[index];
            _gaps[index] = gap with { AskedAt = now, Retries = gap.Retries + 1 };
        }

        Asked += due.Count;
        return [.. due.Select(SequenceNumber.FromIndex)];
    }

    private readonly record struct Gap(TimeSpan Since, TimeSpan AskedAt, int Retries);
}
