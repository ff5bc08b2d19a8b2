using Lookout.CameraService.WebRtc;
using Lookout.Link;

namespace Lookout.CameraService.Cameras;

/// <summary>What viewers need of the encoders, told over the link. Called from the UDP loop; only hands over.</summary>
internal sealed class KeyFrameRequests(CameraDirectory cameras) : IKeyFrameRequests
{
    private volatile LinkClient? _link;

    /// <summary>The link is made after those who ask through it; nobody asks before it is.</summary>
    public void Attach(LinkClient link) => _link = link;

    public void Want(string camera, int rendition, bool on) => _link?.SendWant(cameras.IndexOf(camera), (byte)rendition, on);

    public void KeyFrame(string camera, int rendition) => _link?.SendKeyFrame(cameras.IndexOf(camera), (byte)rendition);
}
