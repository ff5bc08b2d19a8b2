using Lookout.Native.Gst;

namespace Lookout.CameraServer.Encoding;

/// <summary>One access unit out of the encoder. Owns the buffer's reference, released by Dispose.</summary>
internal readonly ref struct EncodedUnit(MediaBuffer buffer, long captureNs, ulong sequence)
{
    public MediaBuffer Buffer { get; } = buffer;

    public long CaptureNs { get; } = captureNs;

    public ulong Sequence { get; } = sequence;

    public void Dispose() => Buffer.Dispose();
}
