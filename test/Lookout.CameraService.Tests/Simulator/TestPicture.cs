using System.Globalization;
using System.Text;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>
/// An access unit that tells which one it is and when it was captured, and whose every byte follows from that: a receiver
/// can tell whether what it put together is what was sent.
/// </summary>
/// <param name="Rendition">Of which rendition.</param>
/// <param name="Index">Counts that rendition's pictures.</param>
/// <param name="CapturedAt">Virtual time.</param>
/// <param name="IsKey">Can be decoded by itself; another one needs the one before.</param>
/// <param name="Size">Bytes of its slice.</param>
internal sealed record TestPicture(int Rendition, int Index, TimeSpan CapturedAt, bool IsKey, int Size)
{
    private const int TextLength = 48;
    private const byte KeySlice = 0x65;
    private const byte DeltaSlice = 0x41;
    private static readonly byte[] ParameterSets = [0, 0, 0, 1, 0x67, 0x42, 0xE0, 0x1F, 9, 9, 0, 0, 0, 1, 0x68, 0xCE, 0x3C, 0x80];
    private static readonly byte[] Noise = MakeNoise();

    public byte[] Encode()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Rendition} {Index} {CapturedAt.Ticks} {Size} ").PadRight(TextLength, '.');
        int offset = Index * 977 % (Noise.Length - Size);
        return
        [
            .. IsKey ? ParameterSets : [], 0, 0, 0, 1, IsKey ? KeySlice : DeltaSlice,
            .. Encoding.ASCII.GetBytes(text), .. Noise.AsSpan(offset, Size),
        ];
    }

    /// <summary>Reads what picture it says it is, and fails the test unless all of it is as it was encoded.</summary>
    public static TestPicture Verify(ReadOnlySpan<byte> accessUnit)
    {
        bool key = accessUnit.StartsWith(ParameterSets);
        int start = (key ? ParameterSets.Length : 0) + 5;
        string[] words = Encoding.ASCII.GetString(accessUnit.Slice(start, TextLength)).Split(' ');
        var picture = new TestPicture(
            int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture),
            TimeSpan.FromTicks(long.Parse(words[2], CultureInfo.InvariantCulture)), key, int.Parse(words[3], CultureInfo.InvariantCulture));
        Assert.True(accessUnit.SequenceEqual(picture.Encode()), $"Picture {picture} is not what was sent.");
        return picture;
    }

    private static byte[] MakeNoise()
    {
        var bytes = new byte[1 << 20];
        new Random(1).NextBytes(bytes);
        // No byte is small enough to look like a start code.
        for (int i = 0; i < bytes.Length; i++) bytes[i] |= 0x10;
        return bytes;
    }
}
