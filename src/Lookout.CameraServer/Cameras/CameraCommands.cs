using Lookout.CameraServer.Stills;
using Lookout.Link;

namespace Lookout.CameraServer.Cameras;

/// <summary>Sorts the link's commands to the cameras.</summary>
/// <param name="cameras">Each camera's requests.</param>
/// <param name="stills">Looks at pictures; null while recognition is off.</param>
internal sealed class CameraCommands(IReadOnlyList<CameraRequests> cameras, StillAnalyser? stills) : ILinkCommands
{
    public void Want(int camera, byte rendition, bool on) => cameras[camera].Want(rendition, on);

    public void KeyFrame(int camera, byte rendition) => cameras[camera].RequestKeyFrame(rendition);

    public void AnalyzeImage(ulong id, byte[] file, Action<ImageFaces> reply)
    {
        if (stills != null) stills.Analyse(id, file, reply);
        else reply(ImageFaces.Refused(id, "Recognition is off. Switch it on with face_recognition.enabled in lookout.yml."));
    }
}
