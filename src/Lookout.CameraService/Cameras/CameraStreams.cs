using Lookout.CameraService.WebRtc;
using Lookout.Link;

namespace Lookout.CameraService.Cameras;

/// <summary>Every camera's outgoing streams, by the camera's index and the rendition. Null until camera-server was heard of, or where there is none.</summary>
internal sealed class CameraStreams(int cameras)
{
    private readonly MediaStream?[] _streams = new MediaStream?[cameras * LinkProtocol.MaxRenditions];

    public MediaStream? this[int camera, int rendition]
    {
        get => Volatile.Read(ref _streams[camera * LinkProtocol.MaxRenditions + rendition]);
        set => Volatile.Write(ref _streams[camera * LinkProtocol.MaxRenditions + rendition], value);
    }

    public int Viewers(int camera)
    {
        int viewers = 0;
        for (int rendition = 0; rendition < LinkProtocol.MaxRenditions; rendition++) viewers += this[camera, rendition]?.Viewers ?? 0;
        return viewers;
    }
}
