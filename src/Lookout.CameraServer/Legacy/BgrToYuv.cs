using Lookout.Vision;

namespace Lookout.CameraServer.Legacy;

/// <summary>BGR to I420 as vision reads it: BT.601, limited range, chroma the mean of its 2 x 2 pixels. For one thread.</summary>
internal sealed class BgrToYuv
{
    private const int Shift = 16;
    private const int Half = 1 << (Shift - 1);

    // 219/255 and 224/255 of BT.601's weights, times 2^16.
    private const int YB = 6416, YG = 33039, YR = 16829;
    private const int UB = 28784, UG = -19071, UR = -9713;
    private const int VB = -4681, VG = -24103, VR = 28784;
    private byte[] _yuv = [];

    /// <summary>Converts; the frame is valid until the next call.</summary>
    public YuvFrame Convert(ReadOnlySpan<byte> bgr, int width, int height)
    {
        int columns = (width + 1) / 2, rows = (height + 1) / 2;
        int luma = width * height, chroma = columns * rows;
        if (_yuv.Length < luma + 2 * chroma) _yuv = new byte[luma + 2 * chroma];
        Span<byte> y = _yuv.AsSpan(0, luma), u = _yuv.AsSpan(luma, chroma), v = _yuv.AsSpan(luma + chroma, chroma);
        for (int i = 0; i < luma; i++)
        {
            ReadOnlySpan<byte> pixel = bgr.Slice(3 * i, 3);
            y[i] = (byte)(16 + ((YB * pixel[0] + YG * pixel[1] + YR * pixel[2] + Half) >> Shift));
        }
        for (int row = 0; row < rows; row++)
        {
            // At an odd edge the last pixel stands for its missing neighbour.
            ReadOnlySpan<byte> top = bgr.Slice(6 * row * width, 3 * width);
            ReadOnlySpan<byte> bottom = 2 * row + 1 < height ? bgr.Slice((6 * row + 3) * width, 3 * width) : top;
            for (int column = 0; column < columns; column++)
            {
                int left = 6 * column, right = 2 * column + 1 < width ? left + 3 : left;
                int b = top[left] + top[right] + bottom[left] + bottom[right];
                int g = top[left + 1] + top[right + 1] + bottom[left + 1] + bottom[right + 1];
                int r = top[left + 2] + top[right + 2] + bottom[left + 2] + bottom[right + 2];
                u[row * columns + column] = (byte)(128 + ((UB * b + UG * g + UR * r + 4 * Half) >> (Shift + 2)));
                v[row * columns + column] = (byte)(128 + ((VB * b + VG * g + VR * r + 4 * Half) >> (Shift + 2)));
            }
        }
        return new YuvFrame(YuvLayout.I420, width, height, y, width, u, columns, v, columns);
    }
}
