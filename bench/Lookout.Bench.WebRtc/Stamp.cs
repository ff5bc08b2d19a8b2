using System.Globalization;
using System.Text;

namespace Lookout.Bench.WebRtc;

/// <summary>
/// The last 28 bytes of each access unit: "LKAU", its number and the moment it was handed in (CLOCK_MONOTONIC, ns), in hexadecimal digits so that
/// they never look like a start code. They lie behind the end of the slice's data, where no decoder looks, and travel in the frame's last packet.
/// </summary>
internal static class Stamp
{
    public const int Length = 28;

    public static void Write(Span<byte> accessUnit, uint number, long now)
    {
        Span<byte> stamp = accessUnit[^Length..];
        "LKAU"u8.CopyTo(stamp);
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number:x8}{now:x16}"), stamp[4..]);
    }
}
