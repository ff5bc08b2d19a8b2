using System.Globalization;

namespace Lookout.Rtc.Rtp;

/// <summary>
/// A 16-bit RTP sequence number. Everything that has to know of its wrap-around is here and nowhere else.
/// </summary>
public readonly record struct SequenceNumber(ushort Value)
{
    /// <summary>The number that follows this one, modulo 2^16.</summary>
    public SequenceNumber Next => new((ushort)(Value + 1));

    /// <summary>Whether this number comes after <paramref name="other"/> in serial arithmetic (RFC 1982).</summary>
    public bool IsNewerThan(SequenceNumber other) => DistanceFrom(other) > 0;

    /// <summary>Steps from <paramref name="other"/> to this number along the shorter way, -32768 to 32767.</summary>
    public int DistanceFrom(SequenceNumber other) => (short)(Value - other.Value);

    /// <summary>Steps from <paramref name="other"/> forwards to this number, 0 to 65535.</summary>
    public int StepsAfter(SequenceNumber other) => (ushort)(Value - other.Value);

    /// <summary>The number <paramref name="steps"/> further on (or back), modulo 2^16.</summary>
    public SequenceNumber Plus(int steps) => new((ushort)(Value + steps));

    /// <summary>
    /// The packet index 2^16 * ROC + SEQ that lies nearest to <paramref name="reference"/> (RFC 3711 §3.3.1).
    /// Negative when the packet would precede the first turn of the counter, which no sender can have sent.
    /// </summary>
    public long ExtendNear(long reference) => reference + DistanceFrom(FromIndex(reference));

    // What a record prints would have Next in it, and that its own Next.
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The sequence number on the wire of the packet with that index.</summary>
    public static SequenceNumber FromIndex(long index) => new((ushort)index);
}
