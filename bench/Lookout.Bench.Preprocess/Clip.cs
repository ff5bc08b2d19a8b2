using Lookout.Vision;

namespace Lookout.Bench.Preprocess;

/// <summary>NV12 frames of one size in memory.</summary>
internal sealed class Clip(string path, int width, int height)
{
    private readonly byte[] _bytes = File.ReadAllBytes(path);

    public string Path => path;

    public int Width => width;

    public int Height => height;

    public int Count => _bytes.Length / FrameLength;

    private int FrameLength => width * height * 3 / 2;

    public YuvFrame this[int index]
    {
        get
        {
            int luma = width * height;
            ReadOnlySpan<byte> frame = _bytes.AsSpan(index % Count * FrameLength, FrameLength);
            return new YuvFrame(YuvLayout.Nv12, width, height, frame[..luma], width, frame[luma..], width, default, 0);
        }
    }
}
