using System.Buffers.Binary;

namespace Lookout.CameraServer.Stills;

/// <summary>Walks a JPEG's segments (ITU-T T.81, annex B) up to the one that says its size, and picks up Exif's orientation on the way.</summary>
internal static class JpegHeader
{
    private const byte MarkerStart = 0xFF, StartOfImage = 0xD8, StartOfScan = 0xDA, EndOfImage = 0xD9, Application1 = 0xE1;

    public static bool TryParse(ReadOnlySpan<byte> file, out StillHeader header)
    {
        header = default;
        if (file.Length < 2 || file[0] != MarkerStart || file[1] != StartOfImage) return false;
        int orientation = 1;
        for (ReadOnlySpan<byte> rest = file[2..]; rest.Length >= 4 && rest[0] == MarkerStart;)
        {
            byte marker = rest[1];
            if (marker == MarkerStart)   // filled up with 0xFF
            {
                rest = rest[1..];
                continue;
            }
            if (marker is StartOfScan or EndOfImage) return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length < 2 || rest.Length < 2 + length) return false;
            ReadOnlySpan<byte> segment = rest.Slice(4, length - 2);
            if (IsStartOfFrame(marker)) return TryReadSize(segment, orientation, out header);
            if (marker == Application1 && ExifOrientation.TryParse(segment, out int found)) orientation = found;
            rest = rest[(2 + length)..];
        }
        return false;
    }

    // C0 to CF, but for the tables DHT, JPG and DAC.
    private static bool IsStartOfFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    // T.81 B.2.2: precision, lines, samples a line. No line at all means that a later segment tells: nobody writes that.
    private static bool TryReadSize(ReadOnlySpan<byte> segment, int orientation, out StillHeader header)
    {
        header = default;
        if (segment.Length < 5) return false;
        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        if (width == 0 || height == 0) return false;
        header = new StillHeader(IsPng: false, width, height, orientation);
        return true;
    }
}
