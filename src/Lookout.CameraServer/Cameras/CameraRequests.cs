using Lookout.Link;

namespace Lookout.CameraServer.Cameras;

/// <summary>What viewers ask of one camera: two flags a rendition, set by the link's threads, read by the thread that encodes.</summary>
internal sealed class CameraRequests
{
    private readonly int[] _keyFrame = new int[LinkProtocol.MaxRenditions];
    private readonly bool[] _wanted = new bool[LinkProtocol.MaxRenditions];

    /// <summary>Whether anyone wants access units of a rendition; while not, its encoder rests.</summary>
    public bool IsWanted(int rendition) => Volatile.Read(ref _wanted[rendition]);

    /// <summary>Says whether a rendition is wanted; if so it begins with a key frame.</summary>
    public void Want(int rendition, bool on)
    {
        if (on) RequestKeyFrame(rendition);
        Volatile.Write(ref _wanted[rendition], on);
    }

    /// <summary>Any number of requests before the next frame is one key frame.</summary>
    public void RequestKeyFrame(int rendition) => Volatile.Write(ref _keyFrame[rendition], 1);

    /// <summary>Whether the next frame must be a key frame; asking clears it.</summary>
    public bool TakeKeyFrame(int rendition) => Interlocked.Exchange(ref _keyFrame[rendition], 0) == 1;
}
