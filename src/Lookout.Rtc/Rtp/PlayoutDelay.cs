namespace Lookout.Rtc.Rtp;

/// <summary>
/// The playout-delay header extension: how long the receiver should hold a frame, twelve bits each of minimum and
/// maximum in units of 10 ms. 0/0 asks it to render at once.
/// </summary>
/// <param name="MinMs">0 to 40950 milliseconds, rounded down to 10.</param>
/// <param name="MaxMs">0 to 40950 milliseconds, rounded down to 10; not below the minimum.</param>
public readonly record struct PlayoutDelay(int MinMs, int MaxMs)
{
    /// <summary>The name of the extension in SDP's extmap.</summary>
    public const string Uri = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";

    /// <summary>Length of a written element.</summary>
    public const int ElementLength = 1 + DataLength;

    private const int DataLength = 3;
    private const int GranularityMs = 10;
    private const int MaxUnits = 0xFFF;

    /// <summary>Writes the element under the negotiated id and returns <see cref="ElementLength"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not 1 to 14.</exception>
    public int Write(Span<byte> destination, int id)
    {
        int min = Math.Clamp(MinMs / GranularityMs, 0, MaxUnits);
        int max = Math.Clamp(MaxMs / GranularityMs, min, MaxUnits);
        ReadOnlySpan<byte> data = [(byte)(min >> 4), (byte)(min << 4 | max >> 8), (byte)max];
        return HeaderExtensions.Write(destination, id, data);
    }

    /// <summary>Parses the data of an element. False unless it has three bytes and the maximum is not below the minimum.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out PlayoutDelay delay)
    {
        delay = default;
        if (data.Length != DataLength) return false;
        int min = data[0] << 4 | data[1] >> 4;
        int max = (data[1] & 0x0F) << 8 | data[2];
        if (max < min) return false;
        delay = new PlayoutDelay(min * GranularityMs, max * GranularityMs);
        return true;
    }
}
