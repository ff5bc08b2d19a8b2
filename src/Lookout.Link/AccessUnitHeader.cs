using System.Buffers.Binary;

namespace Lookout.Link;

/// <summary>What is known of an access unit besides its bytes.</summary>
/// <param name="Camera">Index in <see cref="Hello.Cameras"/>.</param>
/// <param name="Rendition">Which encoding of the camera, below <see cref="LinkProtocol.MaxRenditions"/>.</param>
/// <param name="Key">Starts with the parameter sets and can be decoded without what came before.</param>
/// <param name="Sequence">The frame's number since the start of the capture.</param>
/// <param name="CaptureNs">CLOCK_MONOTONIC at capture.</param>
/// <param name="Codec">What the bytes are.</param>
/// <remarks>
/// <code>
///  0       2   3   4               12              20
/// +-------+---+---+---------------+---------------+----------
/// |camera |ren|flg|   sequence    |  capture_ns   | Annex B ...      little-endian; flg bit 0 = key, bit 1 = H.265, the rest 0
/// +-------+---+---+---------------+---------------+----------
/// </code>
/// </remarks>
public readonly record struct AccessUnitHeader(int Camera, byte Rendition, bool Key, ulong Sequence, long CaptureNs, VideoCodec Codec = VideoCodec.H264)
{
    internal const int Length = 20;
    private const int RenditionOffset = 2;
    private const int FlagsOffset = 3;
    private const int SequenceOffset = 4;
    private const int CaptureOffset = 12;
    private const byte KeyFlag = 1;
    private const byte H265Flag = 2;

    internal void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, checked((ushort)Camera));
        destination[RenditionOffset] = Rendition;
        destination[FlagsOffset] = (byte)((Key ? KeyFlag : 0) | (Codec == VideoCodec.H265 ? H265Flag : 0));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[SequenceOffset..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(destination[CaptureOffset..], CaptureNs);
    }

    /// <summary>Parses a message body. False when it is truncated, has no payload, or names a camera that does not exist.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> body, int cameras, out AccessUnitHeader header, out ReadOnlySpan<byte> annexB)
    {
        header = default;
        annexB = default;
        if (body.Length <= Length) return false;
        int camera = BinaryPrimitives.ReadUInt16LittleEndian(body);
        byte rendition = body[RenditionOffset];
        byte flags = body[FlagsOffset];
        long captureNs = BinaryPrimitives.ReadInt64LittleEndian(body[CaptureOffset..]);
        if (camera >= cameras || rendition >= LinkProtocol.MaxRenditions || (flags & ~(KeyFlag | H265Flag)) != 0 || captureNs < 0) return false;
        VideoCodec codec = (flags & H265Flag) != 0 ? VideoCodec.H265 : VideoCodec.H264;
        ulong sequence = BinaryPrimitives.ReadUInt64LittleEndian(body[SequenceOffset..]);
        header = new AccessUnitHeader(camera, rendition, (flags & KeyFlag) != 0, sequence, captureNs, codec);
        annexB = body[Length..];
        return true;
    }
}
