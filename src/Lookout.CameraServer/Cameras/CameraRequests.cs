namespace Lookout.CameraServer.Cameras;

/// <summary>What viewers ask of one camera: two flags, set by the link's threads, read by the capture thread.</summary>
internal sealed class CameraRequests
{
    private int _keyFrame;
    private volatile bool _wanted;

    /// <summary>Whether anyone wants access units; while not, the encoder rests.</summary>
    public bool Wanted
    {
        get => _wanted;
        set
        {
            if (value) RequestKeyFrame();
            _wanted = value;
        }
    }

    /// <summary>Any number of requests before the next frame is one key frame.</summary>
    public void RequestKeyFrame() => Volatile.Write(ref _keyFrame, 1);

    /// <summary>Whether the next frame must be a key frame; asking clears it.</summary>
    public bool TakeKeyFrame() => Interlocked.Exchange(ref _keyFrame, 0) == 1;
}
