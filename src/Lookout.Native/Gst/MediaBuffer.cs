namespace Lookout.Native.Gst;

/// <summary>
/// One GstBuffer: a frame or an access unit. Owns one reference, released by Dispose; a ref struct instead of a
/// SafeHandle because one is made per frame and frames must not allocate.
/// </summary>
public readonly unsafe ref struct MediaBuffer
{
    private readonly GstNative.GstBuffer* _buffer;

    private MediaBuffer(GstNative.GstBuffer* owned) => _buffer = owned;

    public bool IsNull => _buffer == null;

    /// <summary>Presentation time in nanoseconds; -1 when there is none.</summary>
    public long PtsNs => _buffer->Pts == GstNative.ClockTimeNone ? -1 : (long)_buffer->Pts;

    /// <summary>Nanoseconds; -1 when there is none.</summary>
    public long DurationNs => _buffer->Duration == GstNative.ClockTimeNone ? -1 : (long)_buffer->Duration;

    /// <summary>True when a decoder can start here.</summary>
    public bool IsKey => (_buffer->MiniObject.Flags & GstNative.BufferDeltaUnit) == 0;

    /// <summary>True when the source says that the content is damaged.</summary>
    public bool IsCorrupted => (_buffer->MiniObject.Flags & GstNative.BufferCorrupted) != 0;

    internal GstNative.GstBuffer* Native => _buffer;

    /// <exception cref="GstException">GStreamer could not allocate.</exception>
    public static MediaBuffer Allocate(int size)
    {
        GstNative.GstBuffer* buffer = GstNative.gst_buffer_new_allocate(0, (nuint)size, 0);
        return buffer != null ? new MediaBuffer(buffer) : throw new GstException($"no memory for a buffer of {size} bytes");
    }

    internal static MediaBuffer Borrow(nint buffer) => new((GstNative.GstBuffer*)GstNative.gst_mini_object_ref(buffer));

    /// <summary>A second buffer on the same memory with its own timestamp. Copies no pixel.</summary>
    internal GstNative.GstBuffer* Restamp(long ptsNs)
    {
        GstNative.GstBuffer* copy = GstNative.gst_buffer_copy_region(_buffer, GstNative.BufferCopyAll, 0, nuint.MaxValue);
        copy->Pts = (ulong)ptsNs;
        copy->Dts = GstNative.ClockTimeNone;
        return copy;
    }

    /// <summary>Maps the memory for reading. Dispose the mapping before the buffer.</summary>
    /// <exception cref="GstException">The memory cannot be mapped.</exception>
    public MappedBuffer MapRead() => new(_buffer, GstNative.MapRead);

    /// <summary>Maps the memory for writing; only for buffers from <see cref="Allocate"/> that nobody else has yet.</summary>
    /// <exception cref="GstException">The memory cannot be mapped.</exception>
    public MappedBuffer MapWrite() => new(_buffer, GstNative.MapWrite);

    public void Dispose()
    {
        if (_buffer != null) GstNative.gst_mini_object_unref((nint)_buffer);
    }
}
