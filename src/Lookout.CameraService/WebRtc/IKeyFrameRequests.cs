namespace Lookout.CameraService.WebRtc;

/// <summary>
/// What viewers need of the encoders. Called from the UDP loop thread; an implementation only hands over.
/// </summary>
public interface IKeyFrameRequests
{
    /// <summary>Says whether a rendition of the camera is needed at all; off everywhere lets its encoder rest.</summary>
    void Want(string camera, int rendition, bool on);

    /// <summary>Asks for a key frame of a rendition soon.</summary>
    void KeyFrame(string camera, int rendition);
}
