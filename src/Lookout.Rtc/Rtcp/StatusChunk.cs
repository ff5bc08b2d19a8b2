namespace Lookout.Rtc.Rtcp;

/// <summary>
/// Sixteen bits that give the status of several packets: a run of one status, 14 statuses of one bit, or 7 of two bits
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.3, §3.1.4).
/// </summary>
internal readonly record struct StatusChunk(ushort Value)
{
    internal const int MaxRun = 0x1FFF;
    internal const int OneBitCount = 14;
    internal const int TwoBitCount = 7;

    private const int VectorBit = 0x8000;
    private const int TwoBitsBit = 0x4000;

    /// <summary>How many packets the chunk has room for; of the last chunk not all need be reported on.</summary>
    public int Count => (Value & VectorBit) == 0 ? Value & MaxRun : (Value & TwoBitsBit) == 0 ? OneBitCount : TwoBitCount;

    /// <summary>The status of one of <see cref="Count"/> packets.</summary>
    public ArrivalStatus this[int index]
    {
        get
        {
            if ((Value & VectorBit) == 0) return (ArrivalStatus)(Value >> 13 & 3);
            return (Value & TwoBitsBit) == 0
                ? (ArrivalStatus)(Value >> OneBitCount - 1 - index & 1)
                : (ArrivalStatus)(Value >> 2 * (TwoBitCount - 1 - index) & 3);
        }
    }

    public static StatusChunk Run(ArrivalStatus status, int count) => new((ushort)((int)status << 13 | count));

    /// <summary>At most <see cref="OneBitCount"/> packets, none with a large delta.</summary>
    public static StatusChunk OneBit(ReadOnlySpan<ArrivalStatus> statuses)
    {
        int value = VectorBit;
        for (int i = 0; i < statuses.Length; i++) value |= (int)statuses[i] << OneBitCount - 1 - i;
        return new StatusChunk((ushort)value);
    }

    /// <summary>At most <see cref="TwoBitCount"/> packets.</summary>
    public static StatusChunk TwoBits(ReadOnlySpan<ArrivalStatus> statuses)
    {
        int value = VectorBit | TwoBitsBit;
        for (int i = 0; i < statuses.Length; i++) value |= (int)statuses[i] << 2 * (TwoBitCount - 1 - i);
        return new StatusChunk((ushort)value);
    }

    /// <summary>Adds the length of the deltas of the first packets; false when one has the reserved status.</summary>
    public bool TryMeasure(int packets, ref int deltas)
    {
        if ((Value & VectorBit) == 0)
        {
            deltas += packets * (int)this[0];
            return this[0] != ArrivalStatus.Reserved;
        }

        for (int i = 0; i < packets; i++)
        {
            if (this[i] == ArrivalStatus.Reserved) return false;
            deltas += (int)this[i];
        }

        return true;
    }
}
