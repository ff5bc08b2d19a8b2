using System.Buffers.Binary;

namespace Lookout.CameraServer.Stills;

/// <summary>How a camera was held, from the first directory of an Exif segment (Exif 2.3, 4.6.4; TIFF 6.0, section 2).</summary>
internal static class ExifOrientation
{
    private const int EntryLength = 12;
    private const ushort OrientationTag = 0x0112, ShortType = 3;

    /// <param name="segment">An APP1 segment's content.</param>
    /// <param name="orientation">1 to 8.</param>
    public static bool TryParse(ReadOnlySpan<byte> segment, out int orientation)
    {
        orientation = 0;
        if (!segment.StartsWith("Exif\0\0"u8)) return false;
        ReadOnlySpan<byte> tiff = segment[6..];
        if (tiff.Length < 8) return false;
        bool little = tiff.StartsWith("II*\0"u8);
        if (!little && !tiff.StartsWith("MM\0*"u8)) return false;
        uint first = Read32(tiff[4..], little);
        if (first > tiff.Length - 2) return false;
        ReadOnlySpan<byte> directory = tiff[(int)first..];
        int entries = Read16(directory, little);
        for (int i = 0; i < entries; i++)
        {
            int at = 2 + i * EntryLength;
            if (at + EntryLength > directory.Length) return false;
            ReadOnlySpan<byte> entry = directory.Slice(at, EntryLength);
            if (Read16(entry, little) != OrientationTag) continue;
            orientation = Read16(entry[8..], little);
            return Read16(entry[2..], little) == ShortType && orientation is >= 1 and <= 8;
        }
        return false;
    }

    private static ushort Read16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
