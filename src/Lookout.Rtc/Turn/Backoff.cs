using System.Buffers.Binary;
using Lookout.Rtc.Ice;

namespace Lookout.Rtc.Turn;

/// <summary>How long to wait before a server is asked once more: 1 s, doubled up to a minute, each ± 25 %.</summary>
public sealed class Backoff(RandomFill random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    private TimeSpan _next = First;

    public TimeSpan Next()
    {
        Span<byte> bytes = stackalloc byte[4];
        random(bytes);
        TimeSpan wait = _next * (0.75 + BinaryPrimitives.ReadUInt32BigEndian(bytes) / (2.0 * uint.MaxValue));
        _next = _next * 2 < Most ? _next * 2 : Most;
        return wait;
    }

    /// <summary>It has worked.</summary>
    public void Reset() => _next = First;
}
