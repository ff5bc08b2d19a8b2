using Lookout.CameraService.WebRtc;
using Lookout.Link;

namespace Lookout.CameraService.Cameras;

/// <summary>What viewers need of the encoders, told over the link. Called from the UDP loop; only hands over.</summary>
internal sealed class KeyFrameRequests(CameraDirectory cameras) : IKeyFrameRequests
{
    private const byte OnlyRendition = 0;
    private volatile LinkClient? _link;

    /// <summary>The link is made after those who ask through it; nobody asks before it is.</summary>
    public void Attach(LinkClient link) => _link = link;

    public void Want(string camera, bool on) => _link?.SendWant(cameras.IndexOf(camera), OnlyRendition, on);

    public void KeyFrame(string camera) => _link?.SendKeyFrame(cameras.IndexOf(camera));
}
