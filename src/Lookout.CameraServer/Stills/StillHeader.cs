using System.Buffers.Binary;

namespace Lookout.CameraServer.Stills;

/// <summary>What a picture file says of itself before it is decoded.</summary>
/// <param name="IsPng">PNG; else JPEG.</param>
/// <param name="Width">Stored columns, at least 1.</param>
/// <param name="Height">Stored rows, at least 1.</param>
/// <param name="Orientation">Exif's, 1 to 8; 1 where nothing is said.</param>
internal readonly record struct StillHeader(bool IsPng, int Width, int Height, int Orientation)
{
    /// <summary>Whether columns become rows when the picture is turned upright.</summary>
    public bool IsTurned => Orientation >= 5;

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    /// <summary>False: it is neither a JPEG nor a PNG file, or is cut off before it says its size.</summary>
    public static bool TryParse(ReadOnlySpan<byte> file, out StillHeader header)
    {
        header = default;
        return file.StartsWith(PngStart) ? TryParsePng(file, out header) : JpegHeader.TryParse(file, out header);
    }

    // PNG (third edition) 11.2.1: width and height are the first members of IHDR, which is the first chunk.
    private static bool TryParsePng(ReadOnlySpan<byte> file, out StillHeader header)
    {
        header = default;
        if (file.Length < PngStart.Length + 8) return false;
        uint width = BinaryPrimitives.ReadUInt32BigEndian(file[PngStart.Length..]);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(file[(PngStart.Length + 4)..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) return false;
        header = new StillHeader(IsPng: true, (int)width, (int)height, 1);
        return true;
    }
}
