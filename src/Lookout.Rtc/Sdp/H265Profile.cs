using System.Buffers.Binary;
using Lookout.Rtc.H265;

namespace Lookout.Rtc.Sdp;

/// <summary>profile-id, tier-flag and level-id (RFC 7798 §7.1): what a decoder has to be capable of.</summary>
/// <param name="ProfileId">general_profile_idc: 1 is Main, 2 Main 10.</param>
/// <param name="Tier">0 Main, 1 High.</param>
/// <param name="Level">30 times the level: 93 is level 3.1.</param>
public readonly record struct H265Profile(byte ProfileId, byte Tier, byte Level)
{
    /// <summary>What an offer without parameters means, and what a camera is taken for before its first key frame.</summary>
    public static readonly H265Profile Default = new(1, 0, 93);

    // Behind the unit's header: ids and the number of sub-layers, profile, 32 compatibility flags, 48 constraint flags, level.
    private const int ProfileOffset = 1;
    private const int LevelOffset = 12;
    private const int ProfileIdMask = 0x1F;
    private const int TierShift = 5;

    /// <summary>
    /// Reads the profile from the sequence parameter set of an access unit (annex B unit with its header). False when it is
    /// of another type or too short.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> nal, out H265Profile profile)
    {
        profile = default;
        if (nal.Length < H265NalHeader.Length) return false;
        if (H265NalHeader.Type(BinaryPrimitives.ReadUInt16BigEndian(nal)) != H265NalUnitType.SequenceParameterSet) return false;
        Span<byte> fields = stackalloc byte[LevelOffset + 1];
        if (!TryUnescape(nal[H265NalHeader.Length..], fields)) return false;
        byte first = fields[ProfileOffset];
        profile = new H265Profile((byte)(first & ProfileIdMask), (byte)(first >> TierShift & 1), fields[LevelOffset]);
        return true;
    }

    // ITU-T H.265 §7.3.1.1: a 3 behind two zeros is there only so that no start code comes about.
    private static bool TryUnescape(ReadOnlySpan<byte> escaped, Span<byte> destination)
    {
        int zeros = 0, written = 0;
        foreach (byte value in escaped)
        {
            if (written == destination.Length) break;
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            destination[written++] = value;
        }

        return written == destination.Length;
    }
}
