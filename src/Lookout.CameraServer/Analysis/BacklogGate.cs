namespace Lookout.CameraServer.Analysis;

/// <summary>
/// Decides which access units a decoder that may be too slow gets. Once it is too far behind, everything up to the next
/// key frame is left out, since nothing before that can be decoded without what was left out.
/// </summary>
internal sealed class BacklogGate(int limit)
{
    private bool _open;

    public long Dropped { get; private set; }

    /// <summary>How often the decoder was too far behind.</summary>
    public long Overflows { get; private set; }

    /// <param name="queued">Access units the decoder has not begun.</param>
    /// <param name="key">Whether this one is a key frame.</param>
    public bool Admit(int queued, bool key)
    {
        if (queued >= limit)
        {
            if (_open) Overflows++;
            _open = false;
        }
        else if (key) _open = true;
        if (!_open) Dropped++;
        return _open;
    }

    /// <summary>The decoder missed something: begin again at a key frame.</summary>
    public void Close() => _open = false;
}
