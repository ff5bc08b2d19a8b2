using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lookout.Vision;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// I420 or NV12 to BGR, rows without gaps, each chroma sample standing for its 2 x 2 pixels. What chroma adds is worked out once for
/// two rows; a row is then sixteen pixels at a time. For one thread; allocates only for a width beyond those before.
/// </summary>
internal sealed class BgrPicture
{
    private const int Half = 1 << (YuvWeights.Shift - 1);
    private const int ChromaZero = 128;
    private const int Block = 16;
    private int[] _red = [];
    private int[] _green = [];
    private int[] _blue = [];

    /// <summary>Bytes of a picture.</summary>
    public static int Length(int width, int height) => LegacyProtocol.Channels * width * height;

    public void Write(in YuvFrame frame, in YuvWeights weights, Span<byte> bgr)
    {
        int width = frame.Width;
        if (_red.Length <= width) (_red, _green, _blue) = (new int[width + 1], new int[width + 1], new int[width + 1]);
        for (int y = 0; y < frame.Height; y++)
        {
            if ((y & 1) == 0) AddChroma(frame, weights, y / 2);
            WriteRow(frame.Y.Slice(y * frame.StrideY, width), weights, bgr.Slice(LegacyProtocol.Channels * width * y, LegacyProtocol.Channels * width));
        }
    }

    private void AddChroma(in YuvFrame frame, in YuvWeights weights, int row)
    {
        bool pairs = frame.Layout == YuvLayout.Nv12;
        int columns = (frame.Width + 1) / 2;
        ReadOnlySpan<byte> us = frame.U.Slice(row * frame.StrideU, pairs ? 2 * columns : columns);
        ReadOnlySpan<byte> vs = pairs ? us[1..] : frame.V.Slice(row * frame.StrideV, columns);
        int step = pairs ? 2 : 1;
        for (int x = 0; x < columns; x++)
        {
            int u = us[x * step] - ChromaZero;
            int v = vs[x * step] - ChromaZero;
            _red[2 * x] = _red[2 * x + 1] = Half + weights.RedV * v;
            _green[2 * x] = _green[2 * x + 1] = Half + weights.GreenU * u + weights.GreenV * v;
            _blue[2 * x] = _blue[2 * x + 1] = Half + weights.BlueU * u;
        }
    }

    private void WriteRow(ReadOnlySpan<byte> luma, in YuvWeights weights, Span<byte> bgr)
    {
        int x = 0;
        // A vector's last pixel is written with a byte too many, so at least one pixel of each row is left for the loop below.
        for (; x < luma.Length - Block; x += Block)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(luma.Slice(x, Block)));
            (Vector128<uint> a, Vector128<uint> b) = Vector128.Widen(low);
            (Vector128<uint> c, Vector128<uint> d) = Vector128.Widen(high);
            WriteFour(a.AsInt32(), weights, x, bgr);
            WriteFour(b.AsInt32(), weights, x + 4, bgr);
            WriteFour(c.AsInt32(), weights, x + 8, bgr);
            WriteFour(d.AsInt32(), weights, x + 12, bgr);
        }
        for (; x < luma.Length; x++)
        {
            int scaled = Math.Max(luma[x] - weights.Black, 0) * weights.Luma;
            bgr[3 * x] = Clip(scaled + _blue[x]);
            bgr[3 * x + 1] = Clip(scaled + _green[x]);
            bgr[3 * x + 2] = Clip(scaled + _red[x]);
        }
    }

    // Each lane becomes the four bytes b, g, r, 0, of which the next pixel overwrites the last. Byte shuffles would be the usual way, but
    // NativeAOT builds for processors without them and would do them one by one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteFour(Vector128<int> luma, in YuvWeights weights, int x, Span<byte> bgr)
    {
        Vector128<int> scaled = Vector128.Max(luma - Vector128.Create(weights.Black), Vector128<int>.Zero) * weights.Luma;
        Vector128<int> pixels = Clip(scaled + Vector128.Create(_blue.AsSpan(x)))
            | Clip(scaled + Vector128.Create(_green.AsSpan(x))) << 8
            | Clip(scaled + Vector128.Create(_red.AsSpan(x))) << 16;
        Span<byte> target = bgr.Slice(LegacyProtocol.Channels * x, 13);
        BinaryPrimitives.WriteInt32LittleEndian(target, pixels[0]);
        BinaryPrimitives.WriteInt32LittleEndian(target[3..], pixels[1]);
        BinaryPrimitives.WriteInt32LittleEndian(target[6..], pixels[2]);
        BinaryPrimitives.WriteInt32LittleEndian(target[9..], pixels[3]);
    }

    private static byte Clip(int value) => (byte)Math.Clamp(value >> YuvWeights.Shift, 0, 255);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Clip(Vector128<int> value) =>
        Vector128.Min(Vector128.Max(value >> YuvWeights.Shift, Vector128<int>.Zero), Vector128.Create(255));
}
