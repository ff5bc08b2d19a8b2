using System.Buffers.Binary;

namespace Lookout.Rtc.Rtp;

/// <summary>
/// The abs-capture-time extension: when the frame was captured, by the sender's NTP clock, which is that of its sender
/// reports. We capture ourselves, so the optional clock offset of a relay is not written.
/// </summary>
public static class AbsoluteCaptureTime
{
    /// <summary>The name of the extension in SDP's extmap.</summary>
    public const string Uri = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";

    /// <summary>Length of a written element.</summary>
    public const int ElementLength = 1 + DataLength;

    private const int DataLength = 8;
    private const int DataLengthWithOffset = 16;

    /// <summary>Writes the element under the negotiated id and returns <see cref="ElementLength"/>.</summary>
    /// <param name="destination">At least <see cref="ElementLength"/> bytes.</param>
    /// <param name="id">1 to 14.</param>
    /// <param name="ntpTime">Seconds since 1900 in the upper 32 bits, the fraction in the lower.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id is not 1 to 14.</exception>
    public static int Write(Span<byte> destination, int id, ulong ntpTime)
    {
        Span<byte> data = stackalloc byte[DataLength];
        BinaryPrimitives.WriteUInt64BigEndian(data, ntpTime);
        return HeaderExtensions.Write(destination, id, data);
    }

    /// <summary>Parses the data of an element, with or without clock offset. False for any other length.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out ulong ntpTime)
    {
        ntpTime = 0;
        if (data.Length is not (DataLength or DataLengthWithOffset)) return false;
        ntpTime = BinaryPrimitives.ReadUInt64BigEndian(data);
        return true;
    }
}
