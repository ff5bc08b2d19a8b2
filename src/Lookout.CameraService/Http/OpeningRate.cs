using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Http;

/// <summary>
/// How often sessions may be opened from one network: twice all there is room for at once, as when a household comes back
/// after a restart, then eight a second. Any thread.
/// </summary>
/// <remarks>
/// A table of one size, so that many addresses cost no memory; two networks that share a place share its rate. Which do is
/// different in each run.
/// </remarks>
internal sealed class OpeningRate(TimeProvider time)
{
    public const int Burst = 64;

    private const int Places = 4096;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(125);

    // When each place's debt is paid off, in the provider's time; it may lie a burst ahead of now.
    private readonly TimeSpan[] _paidAt = new TimeSpan[Places];
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();

    /// <summary>False when it was too often; then with the whole seconds to wait.</summary>
    public bool TryTake(SourceNetwork from, out int retryAfterSeconds)
    {
        lock (_gate)
        {
            TimeSpan now = time.GetElapsedTime(_start);
            ref TimeSpan paidAt = ref _paidAt[(uint)HashCode.Combine(from) % Places];
            TimeSpan next = (paidAt > now ? paidAt : now) + Interval;
            TimeSpan over = next - now - Burst * Interval;
            retryAfterSeconds = (int)Math.Ceiling(over.TotalSeconds);
            if (over > TimeSpan.Zero) return false;
            retryAfterSeconds = 0;
            paidAt = next;
            return true;
        }
    }
}
