using System.Buffers.Binary;

namespace Lookout.Link;

/// <summary>The body of an AnalyzeImage command: one still picture on its way to camera-server.</summary>
/// <remarks>
/// <code>
///  0               8
/// +---------------+----------------
/// |      id       | JPEG or PNG ...      little-endian
/// +---------------+----------------
/// </code>
/// </remarks>
internal static class StillImage
{
    public const int HeaderLength = 8;

    public static byte[] Frame(ulong id, ReadOnlySpan<byte> file)
    {
        var frame = new byte[FrameWriter.PrefixLength + HeaderLength + file.Length];
        FrameWriter.WritePrefix(frame, MessageType.AnalyzeImage, HeaderLength + file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(frame.AsSpan(FrameWriter.PrefixLength), id);
        file.CopyTo(frame.AsSpan(FrameWriter.PrefixLength + HeaderLength));
        return frame;
    }

    /// <summary>False when it is truncated or holds no file.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out ulong id, out ReadOnlySpan<byte> file)
    {
        id = 0;
        file = default;
        if (body.Length <= HeaderLength) return false;
        id = BinaryPrimitives.ReadUInt64LittleEndian(body);
        file = body[HeaderLength..];
        return true;
    }
}
