namespace Lookout.CameraService.WebRtc;

/// <summary>
/// What viewers need of the encoders. Called from the UDP loop thread; an implementation only hands over.
/// </summary>
public interface IKeyFrameRequests
{
    /// <summary>Says whether the camera's stream is needed at all; off everywhere lets its encoder rest.</summary>
    void Want(string camera, bool on);

    /// <summary>Asks for a key frame soon.</summary>
    void KeyFrame(string camera);
}
