namespace Lookout.Rtc.Rtp;

/// <summary>
/// Coordination of video orientation (3GPP TS 26.114 §7.4.5): how the receiver has to turn the picture. Ours is upright
/// when it is captured, which is 0.
/// </summary>
/// <param name="Degrees">Clockwise by which the receiver turns the picture: 0, 90, 180 or 270.</param>
/// <param name="IsFlipped">Whether it is mirrored first.</param>
/// <param name="IsBackCamera">Whether the camera faces away from whoever holds it.</param>
public readonly record struct VideoOrientation(int Degrees, bool IsFlipped, bool IsBackCamera)
{
    /// <summary>The name of the extension in SDP's extmap.</summary>
    public const string Uri = "urn:3gpp:video-orientation";

    /// <summary>Length of a written element.</summary>
    public const int ElementLength = 2;

    private const int CameraBit = 8;
    private const int FlipBit = 4;
    private const int RotationMask = 3;
    private const int DegreesPerStep = 90;

    /// <summary>Writes the element under the negotiated id and returns <see cref="ElementLength"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not 1 to 14.</exception>
    public int Write(Span<byte> destination, int id)
    {
        int rotation = Degrees / DegreesPerStep & RotationMask;
        return HeaderExtensions.Write(destination, id, [(byte)((IsBackCamera ? CameraBit : 0) | (IsFlipped ? FlipBit : 0) | rotation)]);
    }

    /// <summary>Parses the data of an element. False unless it has one byte.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out VideoOrientation orientation)
    {
        orientation = default;
        if (data.Length != 1) return false;
        orientation = new VideoOrientation((data[0] & RotationMask) * DegreesPerStep, (data[0] & FlipBit) != 0, (data[0] & CameraBit) != 0);
        return true;
    }
}
