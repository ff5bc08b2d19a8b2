using System.Diagnostics;

namespace Lookout.Rtc.Srtp;

/// <summary>
/// Which of the newest 128 packet indexes were seen (RFC 3711 §3.3.2). <see cref="Accepts"/> is asked before a packet
/// is authenticated; only <see cref="Commit"/>, called after, changes anything.
/// </summary>
internal struct ReplayWindow
{
    public const int Size = 128;

    /// <summary>Bit n: the index n below the highest was seen.</summary>
    private UInt128 _seen;

    /// <summary>Highest committed index + 1, so that the default value is an empty window.</summary>
    private long _end;

    public readonly bool IsEmpty => _end == 0;

    /// <summary>Highest committed index; -1 while empty.</summary>
    public readonly long Highest => _end - 1;

    /// <summary>Whether the index is neither older than the window nor seen.</summary>
    public readonly bool Accepts(long index)
    {
        if (index < 0) return false;
        if (index > Highest) return true;
        long age = Highest - index;
        return age < Size && (_seen >> (int)age & UInt128.One) == UInt128.Zero;
    }

    /// <summary>Marks an index that <see cref="Accepts"/> let pass as seen.</summary>
    public void Commit(long index)
    {
        Debug.Assert(Accepts(index));
        if (index > Highest)
        {
            long advance = index - Highest;
            _seen = advance < Size ? _seen << (int)advance : UInt128.Zero;
            _end = index + 1;
        }

        _seen |= UInt128.One << (int)(Highest - index);
    }
}
