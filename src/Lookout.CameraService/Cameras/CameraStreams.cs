using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Cameras;

/// <summary>Every camera's outgoing stream, by the camera's index. Null until camera-server was first heard of.</summary>
internal sealed class CameraStreams(int cameras)
{
    private readonly MediaStream?[] _streams = new MediaStream?[cameras];

    public MediaStream? this[int index]
    {
        get => Volatile.Read(ref _streams[index]);
        set => Volatile.Write(ref _streams[index], value);
    }

    public int Viewers(int index) => this[index]?.Viewers ?? 0;
}
