using Lookout.Vision;

namespace Lookout.Bench.Vision;

/// <summary>Frames of a clip in memory, as I420.</summary>
internal sealed class RawClip(string path, int width, int height)
{
    private readonly byte[] _bytes = File.ReadAllBytes(path);

    public int Count => _bytes.Length / FrameLength;

    public int Width => width;

    public int Height => height;

    private int FrameLength => width * height * 3 / 2;

    public YuvFrame this[int index]
    {
        get
        {
            ReadOnlySpan<byte> frame = _bytes.AsSpan(index % Count * FrameLength, FrameLength);
            int luma = width * height, chroma = luma / 4;
            return new YuvFrame(YuvLayout.I420, width, height, frame[..luma], width, frame.Slice(luma, chroma), width / 2, frame.Slice(luma + chroma, chroma), width / 2);
        }
    }
}
