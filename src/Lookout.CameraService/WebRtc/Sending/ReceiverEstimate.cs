namespace Lookout.CameraService.WebRtc.Sending;

/// <summary>
/// Reads a viewer's own estimate (REMB). A receiver never claims more than half as much again as it gets (libwebrtc and its
/// descendants), so a claim well above what was sent says that the path is not full, and nothing about how much it carries.
/// Only one below that is a measure of the path.
/// </summary>
internal sealed class ReceiverEstimate
{
    /// <summary>What a path that is not full is taken to carry.</summary>
    public const long Plenty = long.MaxValue / 4;

    private const double NotFull = 1.2;

    // Two seconds of looks, since a report is about what was sent a second ago and a camera's rate rises at once.
    private const int Looks = 8;

    private readonly long[] _sent = new long[Looks];
    private int _count;

    /// <summary>What the path carries, bits a second. To be called four times a second.</summary>
    /// <param name="claimed">The viewer's newest claim, bits a second.</param>
    /// <param name="sent">What the stream needs now, bits a second.</param>
    public long Read(long claimed, long sent)
    {
        _sent[_count++ % Looks] = sent;
        long least = long.MaxValue;
        foreach (long look in _sent.AsSpan(0, Math.Min(_count, Looks))) least = Math.Min(least, look);
        return claimed >= NotFull * least ? Plenty : claimed;
    }
}
