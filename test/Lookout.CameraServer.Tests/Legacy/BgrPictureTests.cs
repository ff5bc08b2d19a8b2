using Lookout.CameraServer.Legacy;
using Lookout.Native.Gst;
using Lookout.Vision;

namespace Lookout.CameraServer.Tests.Legacy;

public sealed class BgrPictureTests
{
    // cv2.cvtColor(..., COLOR_YUV2BGR_I420) and COLOR_BGR2YUV_I420 of OpenCV 4.6.
    private static readonly byte[] Y =
    [
        175, 240, 136, 19, 196, 228, 50, 58, 25, 194, 168, 199, 246, 41, 168, 81, 67, 150, 59, 112, 211, 208, 108, 250, 151, 3, 53, 185, 103, 54, 161, 116,
    ];
    private static readonly byte[] U = [92, 133, 93, 250, 185, 236, 217, 78];
    private static readonly byte[] V = [142, 221, 218, 137, 23, 10, 141, 67];
    private static readonly byte[] Bgr =
    [
        112, 188, 207, 188, 255, 255, 150, 62, 255, 14, 0, 152, 139, 150, 255, 176, 187, 255, 255, 0, 54, 255, 0, 63,
        0, 13, 33, 135, 210, 230, 187, 99, 255, 223, 135, 255, 197, 208, 255, 0, 0, 173, 255, 122, 191, 255, 21, 90,
        174, 122, 0, 255, 219, 0, 255, 104, 0, 255, 165, 0, 255, 182, 248, 255, 178, 244, 6, 176, 10, 171, 255, 175,
        255, 220, 0, 115, 63, 0, 255, 97, 0, 255, 250, 8, 255, 56, 122, 224, 0, 65, 68, 238, 71, 15, 186, 19,
    ];

    private static readonly VideoFormat Webcam = VideoFormat.I420(8, 4, 30);

    private readonly BgrPicture _picture = new();

    private static YuvFrame Noise(YuvLayout layout, int width, int height, int padding)
    {
        var random = new Random(width * 31 + height);
        int columns = (width + 1) / 2, rows = (height + 1) / 2;
        bool pairs = layout == YuvLayout.Nv12;
        byte[] y = new byte[(width + padding) * height], u = new byte[((pairs ? 2 : 1) * columns + padding) * rows], v = pairs ? [] : new byte[u.Length];
        random.NextBytes(y);
        random.NextBytes(u);
        random.NextBytes(v);
        return new YuvFrame(layout, width, height, y, width + padding, u, (pairs ? 2 : 1) * columns + padding, v, columns + padding);
    }

    [Fact]
    public void Colours_are_OpenCVs_to_one_step()
    {
        var bgr = new byte[Bgr.Length];
        _picture.Write(new YuvFrame(YuvLayout.I420, 8, 4, Y, 8, U, 4, V, 4), YuvWeights.Of(Webcam), bgr);
        for (int i = 0; i < bgr.Length; i++) Assert.True(Math.Abs(bgr[i] - Bgr[i]) <= 1, $"byte {i} is {bgr[i]}, OpenCV's is {Bgr[i]}");
    }

    [Theory]
    [InlineData(YuvLayout.I420, 64, 4, 0)]
    [InlineData(YuvLayout.Nv12, 64, 4, 0)]
    [InlineData(YuvLayout.I420, 37, 11, 5)]
    [InlineData(YuvLayout.Nv12, 37, 11, 5)]
    [InlineData(YuvLayout.I420, 1, 1, 0)]
    [InlineData(YuvLayout.Nv12, 16, 1, 3)]
    public void Every_pixel_is_the_formulas_in_every_layout_and_size(YuvLayout layout, int width, int height, int padding)
    {
        YuvFrame frame = Noise(layout, width, height, padding);
        var bgr = new byte[BgrPicture.Length(width, height) + 1];
        bgr[^1] = 77;
        _picture.Write(frame, YuvWeights.Of(Webcam), bgr);
        Assert.Equal(77, bgr[^1]);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int chroma = y / 2 * frame.StrideU + (layout == YuvLayout.Nv12 ? x / 2 * 2 : x / 2);
                double luma = 1.164384 * Math.Max(frame.Y[y * frame.StrideY + x] - 16, 0);
                double u = frame.U[chroma] - 128, v = (layout == YuvLayout.Nv12 ? frame.U[chroma + 1] : frame.V[chroma]) - 128;
                int at = 3 * (y * width + x);
                AssertNear(luma + 2.017232 * u, bgr[at]);
                AssertNear(luma - 0.391762 * u - 0.812968 * v, bgr[at + 1]);
                AssertNear(luma + 1.596027 * v, bgr[at + 2]);
            }
        }
    }

    [Fact]
    public void Full_range_and_BT709_are_read_as_such()
    {
        // Red, green and blue made by each definition come back.
        AssertColour(Webcam with { IsFullRange = true }, (76, 85, 255), (255, 0, 0));
        AssertColour(Webcam with { IsFullRange = true }, (150, 44, 21), (0, 255, 0));
        AssertColour(Webcam with { Matrix = ColorMatrix.Bt709 }, (63, 102, 240), (255, 0, 0));
        AssertColour(Webcam with { Matrix = ColorMatrix.Bt709 }, (32, 240, 118), (0, 0, 255));
        AssertColour(Webcam with { Matrix = ColorMatrix.Bt2020 }, (74, 97, 240), (255, 0, 0));
        AssertColour(Webcam, (81, 90, 240), (255, 0, 0));
    }

    [Fact]
    public void A_picture_sent_to_us_is_as_vision_reads_it()
    {
        byte[] sent =
        [
            72, 110, 73, 128, 89, 209, 52, 22, 110, 241, 113, 18, 42, 250, 91, 107, 218, 106, 184, 68, 136, 179, 18, 4,
            167, 76, 248, 127, 230, 151, 27, 135, 68, 4, 226, 173, 176, 197, 105, 222, 127, 215, 193, 205, 135, 225, 177, 84,
        ];
        byte[] luma = [97, 127, 60, 101, 170, 164, 103, 44, 134, 183, 104, 175, 160, 157, 173, 149];
        YuvFrame frame = new BgrToYuv().Convert(sent, 4, 4);
        for (int i = 0; i < luma.Length; i++) Assert.InRange(frame.Y[i], luma[i] - 1, luma[i] + 1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(64, 48)]
    public void A_plain_picture_survives_both_ways(int width, int height)
    {
        byte[] sent = [.. Enumerable.Repeat((byte[])[40, 90, 200], width * height).SelectMany(pixel => pixel)];
        var back = new byte[sent.Length];
        _picture.Write(new BgrToYuv().Convert(sent, width, height), YuvWeights.Of(Webcam), back);
        for (int i = 0; i < sent.Length; i++) Assert.InRange(back[i], sent[i] - 2, sent[i] + 2);
    }

    [Fact]
    public void A_known_size_allocates_nothing()
    {
        var bgr = new byte[BgrPicture.Length(640, 360)];
        var back = new BgrToYuv();
        back.Convert(bgr, 640, 360);
        BackAndForth();
        Allocations.AssertNone(1, BackAndForth);

        void BackAndForth() => _picture.Write(back.Convert(bgr, 640, 360), YuvWeights.Of(Webcam), bgr);
    }

    private void AssertColour(VideoFormat format, (byte Y, byte U, byte V) yuv, (byte R, byte G, byte B) rgb)
    {
        var bgr = new byte[BgrPicture.Length(2, 2)];
        _picture.Write(new YuvFrame(YuvLayout.I420, 2, 2, [yuv.Y, yuv.Y, yuv.Y, yuv.Y], 2, [yuv.U], 1, [yuv.V], 1), YuvWeights.Of(format), bgr);
        Assert.InRange(bgr[0], rgb.B - 3, rgb.B + 3);
        Assert.InRange(bgr[1], rgb.G - 3, rgb.G + 3);
        Assert.InRange(bgr[2], rgb.R - 3, rgb.R + 3);
    }

    private static void AssertNear(double expected, byte value) => Assert.InRange(value, Math.Clamp(expected, 0, 255) - 1, Math.Clamp(expected, 0, 255) + 1);
}
