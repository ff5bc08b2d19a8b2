using System.Numerics;
using System.Runtime.InteropServices;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// Squeezes samples of JPEG's range, 0 to 255, into the range of video (ITU-R BT.601 §2.5.3): luma 16 to 235, chroma 16 to 240 around 128.
/// Rounded to the nearest; in place, allocating nothing.
/// </summary>
internal static class LimitedRange
{
    // What is divided by 255, with half of it to round: 16 and 128 are fixed points' images.
    private const ushort LumaGain = 219;
    private const ushort LumaBias = (16 * 255) + 128;
    private const ushort ChromaGain = 224;
    private const ushort ChromaBias = (128 * (255 - ChromaGain)) + 128;

    public static void Luma(Span<byte> samples) => Squeeze(samples, LumaGain, LumaBias);

    public static void Chroma(Span<byte> samples) => Squeeze(samples, ChromaGain, ChromaBias);

    private static void Squeeze(Span<byte> samples, ushort gain, ushort bias)
    {
        var gains = new Vector<ushort>(gain);
        var biases = new Vector<ushort>(bias);
        Span<Vector<byte>> vectors = MemoryMarshal.Cast<byte, Vector<byte>>(samples);
        foreach (ref Vector<byte> vector in vectors)
        {
            Vector.Widen(vector, out Vector<ushort> low, out Vector<ushort> high);
            vector = Vector.Narrow(By255((low * gains) + biases), By255((high * gains) + biases));
        }

        foreach (ref byte sample in samples[(vectors.Length * Vector<byte>.Count)..])
        {
            int sum = (sample * gain) + bias;
            sample = (byte)((sum + (sum >> 8)) >> 8);
        }
    }

    // Exact below 65536 (Blinn, "Three wrongs make a right", 1995).
    private static Vector<ushort> By255(Vector<ushort> sum) => (sum + (sum >>> 8)) >>> 8;
}
