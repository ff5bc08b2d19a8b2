using Lookout.Link;

namespace Lookout.CameraServer.Cameras;

/// <summary>Sorts the link's commands to the cameras. There is one rendition, number 0.</summary>
internal sealed class CameraCommands(IReadOnlyList<CameraRequests> cameras) : ILinkCommands
{
    public void Want(int camera, byte rendition, bool on)
    {
        if (rendition == 0) cameras[camera].Wanted = on;
    }

    public void KeyFrame(int camera) => cameras[camera].RequestKeyFrame();

    public void AnalyzeImage(ulong id, byte[] file, Action<ImageFaces> reply) =>
        reply(ImageFaces.Refused(id, "Pictures cannot be looked at, because recognition is off."));
}
