using System.Buffers.Binary;

namespace Lookout.Rtc.H264;

/// <summary>
/// Puts one access unit together again from its RTP payloads in order (RFC 6184 §5.6 to §5.8, packetization-mode 1) and keeps it
/// as Annex B. What is malformed or incomplete spoils the access unit and nothing else.
/// </summary>
public sealed class H264Depacketizer
{
    /// <summary>Longest access unit taken.</summary>
    public const int MaxLength = 4 << 20;

    private const int FuHeaderLength = 2;
    private const int FuStart = 0x80;
    private const int FuEnd = 0x40;
    private const int SizeLength = 2;

    private static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    private byte[] _unit = new byte[64 << 10];
    private int _length;
    private bool _open;
    private bool _spoilt;

    /// <summary>Whether everything so far was in order and no fragment is open: with the marker's payload in, it is all there.</summary>
    public bool IsComplete => _length > 0 && !_open && !_spoilt;

    /// <summary>Whether it holds a slice of an IDR picture: a decoder can start here.</summary>
    public bool IsKey { get; private set; }

    /// <summary>The access unit so far, Annex B; valid until the next call.</summary>
    public ReadOnlySpan<byte> AccessUnit => _unit.AsSpan(0, _length);

    /// <summary>Adds the next payload. False: it is malformed, and the access unit is spoilt.</summary>
    public bool TryAdd(ReadOnlySpan<byte> payload)
    {
        bool taken = !_spoilt && !payload.IsEmpty && NalHeader.Type(payload[0]) switch
        {
            NalUnitType.StapA => TryAggregate(payload[1..]),
            NalUnitType.FuA => TryFragment(payload),
            NalUnitType.Unspecified or > NalUnitType.StapA => false,
            _ => TryWhole(payload),
        };
        _spoilt |= !taken;
        return taken;
    }

    /// <summary>A payload is missing: what is here of the access unit is no use.</summary>
    public void Spoil() => _spoilt = true;

    /// <summary>Begins the next access unit.</summary>
    public void Clear()
    {
        _length = 0;
        _open = _spoilt = IsKey = false;
    }

    private bool TryWhole(ReadOnlySpan<byte> unit)
    {
        // A fragmented unit is sent in one run (RFC 6184 §5.8).
        if (_open || unit.IsEmpty || (unit[0] & NalHeader.ForbiddenBit) != 0) return false;
        IsKey |= NalHeader.Type(unit[0]) == NalUnitType.SliceIdr;
        return TryAppend(StartCode) && TryAppend(unit);
    }

    private bool TryAggregate(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) return false;
        while (!rest.IsEmpty)
        {
            if (rest.Length < SizeLength) return false;
            int size = BinaryPrimitives.ReadUInt16BigEndian(rest);
            rest = rest[SizeLength..];
            if (size == 0 || size > rest.Length || NalHeader.Type(rest[0]) is NalUnitType.Unspecified or >= NalUnitType.StapA) return false;
            if (!TryWhole(rest[..size])) return false;
            rest = rest[size..];
        }
        return true;
    }

    private bool TryFragment(ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= FuHeaderLength) return false;
        bool start = (payload[1] & FuStart) != 0;
        bool end = (payload[1] & FuEnd) != 0;
        NalUnitType type = NalHeader.Type(payload[1]);
        // Both bits at once are forbidden, and a unit that begins inside another one has lost its end.
        if (start == _open || (start && end) || type is NalUnitType.Unspecified or >= NalUnitType.StapA) return false;
        if (start)
        {
            IsKey |= type == NalUnitType.SliceIdr;
            byte header = (byte)((payload[0] & ~NalHeader.TypeMask) | (payload[1] & NalHeader.TypeMask));
            if ((header & NalHeader.ForbiddenBit) != 0 || !TryAppend(StartCode) || !TryAppend([header])) return false;
        }
        _open = !end;
        return TryAppend(payload[FuHeaderLength..]);
    }

    private bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > MaxLength) return false;
        if (_length + bytes.Length > _unit.Length) Array.Resize(ref _unit, Math.Max(2 * _unit.Length, _length + bytes.Length));
        bytes.CopyTo(_unit.AsSpan(_length));
        _length += bytes.Length;
        return true;
    }
}
