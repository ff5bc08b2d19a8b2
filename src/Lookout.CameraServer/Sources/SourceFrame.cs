using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>One picture or access unit of a source. Owns the buffer's reference, released by Dispose.</summary>
internal readonly ref struct SourceFrame(MediaBuffer buffer, long captureNs)
{
    public MediaBuffer Buffer { get; } = buffer;

    /// <summary>CLOCK_MONOTONIC at capture. Strictly increasing within one source.</summary>
    public long CaptureNs { get; } = captureNs;

    public void Dispose() => Buffer.Dispose();
}
