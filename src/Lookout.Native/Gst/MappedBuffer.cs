namespace Lookout.Native.Gst;

/// <summary>A buffer's bytes while they are mapped. Dispose unmaps; the buffer must outlive the mapping.</summary>
public unsafe ref struct MappedBuffer
{
    private GstNative.GstMapInfo _map;
    private GstNative.GstBuffer* _buffer;

    internal MappedBuffer(GstNative.GstBuffer* buffer, int flags)
    {
        fixed (GstNative.GstMapInfo* map = &_map)
        {
            if (GstNative.gst_buffer_map(buffer, map, flags) == 0) throw new GstException("a buffer cannot be mapped");
        }
        _buffer = buffer;
    }

    /// <summary>The bytes; writable only under <see cref="MediaBuffer.MapWrite"/>. Empty after Dispose.</summary>
    public readonly Span<byte> Data => _buffer == null ? default : new Span<byte>(_map.Data, (int)_map.Size);

    internal readonly GstNative.GstBuffer* Buffer => _buffer;

    public void Dispose()
    {
        if (_buffer == null) return;
        fixed (GstNative.GstMapInfo* map = &_map) GstNative.gst_buffer_unmap(_buffer, map);
        _buffer = null;
    }
}
