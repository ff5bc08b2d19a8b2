namespace Lookout.Link;

/// <summary>
/// What the service still has to tell camera-server. Wants are a state, key frame requests a flag for each stream and there
/// is room for one picture, so the outbox cannot grow; after a reconnect every want that is on is due again.
/// </summary>
internal sealed class CommandOutbox
{
    private readonly object _gate = new();
    private readonly bool[] _wanted = new bool[LinkProtocol.MaxCameras * LinkProtocol.MaxRenditions];
    private readonly bool[] _wantDue = new bool[LinkProtocol.MaxCameras * LinkProtocol.MaxRenditions];
    private readonly bool[] _keyDue = new bool[LinkProtocol.MaxCameras * LinkProtocol.MaxRenditions];
    private byte[]? _image;
    private bool _open;
    private int _cameras; // of the connected server; 0 = not connected
    private int _epoch;

    public void SetWant(int camera, byte rendition, bool on)
    {
        int stream = SendQueue.StreamOf(camera, rendition);
        lock (_gate)
        {
            if (_wanted[stream] == on) return;
            _wanted[stream] = on;
            _wantDue[stream] = true;
            Monitor.PulseAll(_gate);
        }
    }

    public void SetKeyFrame(int camera, byte rendition)
    {
        int stream = SendQueue.StreamOf(camera, rendition);
        lock (_gate)
        {
            // Without a connection it would be asked for after the reconnect, which brings a key frame by itself.
            if (_cameras == 0) return;
            _keyDue[stream] = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes a whole frame. False without a connection, or while the one before it waits.</summary>
    public bool TrySetImage(byte[] frame)
    {
        lock (_gate)
        {
            if (!_open || _image is not null) return false;
            _image = frame;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>A connection is up: makes every wanted stream due. Returns the epoch its writer passes to <see cref="Take"/>.</summary>
    public int Open(int cameras)
    {
        lock (_gate)
        {
            _open = true;
            _cameras = cameras;
            _wanted.CopyTo(_wantDue);
            Array.Clear(_keyDue);
            return ++_epoch;
        }
    }

    /// <summary>The connection is gone: its writer's <see cref="Take"/> returns null.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _open = false;
            _cameras = 0;
            _image = null; // its sender is told that the connection is gone
            _epoch++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Blocks for the next command as a frame; null when the epoch is over.</summary>
    public byte[]? Take(int epoch)
    {
        lock (_gate)
        {
            while (true)
            {
                if (epoch != _epoch) return null;
                if (Next() is { } frame) return frame;
                Monitor.Wait(_gate);
            }
        }
    }

    private byte[]? Next()
    {
        for (int stream = 0; stream < _cameras * LinkProtocol.MaxRenditions; stream++)
        {
            if (!_wantDue[stream]) continue;
            _wantDue[stream] = false;
            (int camera, byte rendition) = SendQueue.PartsOf(stream);
            var want = new Want(camera, rendition, _wanted[stream]);
            return FrameWriter.Json(MessageType.Want, want, LinkJson.Default.Want);
        }

        for (int stream = 0; stream < _cameras * LinkProtocol.MaxRenditions; stream++)
        {
            if (!_keyDue[stream]) continue;
            _keyDue[stream] = false;
            (int camera, byte rendition) = SendQueue.PartsOf(stream);
            return FrameWriter.Json(MessageType.KeyFrame, new KeyFrame(camera, rendition), LinkJson.Default.KeyFrame);
        }

        byte[]? image = _image;
        _image = null;
        return image;
    }
}
