using Lookout.Rtc.H264;
using Lookout.Rtc.Sdp;

namespace Lookout.CameraService.WebRtc;

/// <summary>The three bytes of a sequence parameter set that SDP speaks of (RFC 6184 §8.1).</summary>
internal static class SequenceParameterSet
{
    private const int MinLength = 4;
    private const int TypeMask = 0x1F;

    /// <summary>Finds the profile of an access unit that carries a sequence parameter set.</summary>
    public static bool TryReadProfile(ReadOnlySpan<byte> annexB, out H264Profile profile)
    {
        profile = default;
        foreach (ReadOnlySpan<byte> nal in new AnnexBReader(annexB))
        {
            switch ((NalUnitType)(nal[0] & TypeMask))
            {
                case NalUnitType.SequenceParameterSet when nal.Length >= MinLength:
                    profile = new H264Profile(nal[1], nal[2], nal[3]);
                    return true;
                case NalUnitType.SliceIdr:
                    return false;
            }
        }

        return false;
    }
}
