using System.Buffers.Binary;

namespace Lookout.CameraService.Identity.Api;

/// <summary>
/// A square picture as a Windows bitmap of 24 bits: every browser shows it, and it is nothing but a header before the pixels
/// (BITMAPFILEHEADER, BITMAPINFOHEADER), rows from the bottom up, blue first, each row a multiple of four bytes.
/// </summary>
internal static class Bitmap
{
    private const int HeaderLength = 54;
    private const int InfoLength = 40;
    private const int Channels = 3;

    /// <param name="rgb">Packed RGB, rows from the top down.</param>
    /// <returns>Empty when that is no square.</returns>
    public static byte[] FromSquare(ReadOnlySpan<byte> rgb)
    {
        int side = (int)Math.Sqrt(rgb.Length / Channels);
        if (side == 0 || side * side * Channels != rgb.Length) return [];
        int stride = (side * Channels + 3) & ~3;
        var file = new byte[HeaderLength + stride * side];
        "BM"u8.CopyTo(file);
        Put(2, file.Length);
        Put(10, HeaderLength);
        Put(14, InfoLength);
        Put(18, side);
        Put(22, side);
        Put(26, 1 | (8 * Channels) << 16); // one plane, bits a pixel
        Put(34, stride * side);
        for (int y = 0; y < side; y++)
        {
            ReadOnlySpan<byte> row = rgb.Slice(y * side * Channels, side * Channels);
            Span<byte> line = file.AsSpan(HeaderLength + (side - 1 - y) * stride, side * Channels);
            for (int x = 0; x < row.Length; x += Channels) (line[x], line[x + 1], line[x + 2]) = (row[x + 2], row[x + 1], row[x]);
        }

        return file;

        void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
    }
}
