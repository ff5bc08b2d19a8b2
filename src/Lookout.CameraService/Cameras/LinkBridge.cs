using Lookout.CameraService.Identity;
using Lookout.CameraService.Live;
using Lookout.CameraService.WebRtc;
using Lookout.Link;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Cameras;

/// <summary>
/// Hands what camera-server tells to those it concerns: access units to viewers, analyses and states to the page. Runs on
/// the link's reading thread; everything it calls only hands over.
/// </summary>
internal sealed class LinkBridge(
    CameraDirectory cameras,
    CameraStreams streams,
    WebRtcServer viewers,
    LiveFeed live,
    DetectorMetrics detector,
    Identities identities,
    ILogger logger) : ILinkEvents
{
    private readonly TaskCompletionSource _linked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _usable;

    /// <summary>Completed by the first finished handshake.</summary>
    public Task Linked => _linked.Task;

    public void Connected(Hello hello)
    {
        _usable = cameras.Connect(hello);
        if (!_usable)
        {
            CameraServiceLog.OtherCameras(logger, hello.Cameras.Count, cameras.Count);
            return;
        }

        identities.Connected(hello.Instance);
        for (int i = 0; i < cameras.Count; i++)
        {
            LinkCamera camera = hello.Cameras[i];
            foreach (LinkRendition rendition in camera.Renditions)
            {
                bool own = rendition.Number == 0 && camera.Passthrough;
                streams[i, rendition.Number] = viewers.AddStream(camera.Name, i, own, rendition.Number, rendition.BitsPerSecond);
            }
        }

        _linked.TrySetResult();
    }

    public void Disconnected(string reason)
    {
        _usable = false;
        cameras.Disconnect();
        identities.Disconnected();
        for (int i = 0; i < cameras.Count; i++) live.CameraChanged(i);
    }

    public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
    {
        if (!_usable) return;
        cameras.SawFrame(header.Camera, header.CaptureNs);
        streams[header.Camera, header.Rendition]?.Publish(header, annexB);
    }

    public void Analysis(Analysis analysis)
    {
        if (!_usable) return;
        cameras.SawFrame(analysis.Camera, analysis.CaptureNs);
        detector.Observe(analysis);
        live.Analysed(analysis, streams[analysis.Camera, 0]!.RtpTime(analysis.CaptureNs));
    }

    public void People(People people)
    {
        if (!_usable) return;
        cameras.SawFrame(people.Camera, people.CaptureNs);
        identities.People(people);
        live.Saw(people, streams[people.Camera, 0]!.RtpTime(people.CaptureNs), identities);
    }

    public void Likenesses(Likenesses likenesses)
    {
        if (_usable) identities.Likenesses(likenesses);
    }

    public void ImageFaces(ImageFaces image)
    {
        if (_usable) identities.ImageFaces(image);
    }

    public void CameraState(CameraState state)
    {
        if (!_usable) return;
        foreach (RenditionState rendition in state.Renditions)
        {
            if (rendition.Number == CameraFeeds.Original) AddOriginal(state.Camera, rendition.Codec);
            if (streams[state.Camera, rendition.Number] is { } stream) stream.BitsPerSecond = NeededBy(rendition, stream.BitsPerSecond);
        }

        // A camera that was set to H.264 meanwhile. One that is not open tells of no rendition at all, and means nothing by it.
        bool hasOriginal = state.Renditions.Count == 0 || state.Renditions.Any(rendition => rendition.Number == CameraFeeds.Original);
        if (!hasOriginal && streams[state.Camera, CameraFeeds.Original] is { } gone) gone.BitsPerSecond = 0;
        // Beside the original the full one is made here, by an encoder that need not run for nobody.
        if (state.Renditions.Count > 0 && streams[state.Camera, 0] is { IsPassthrough: true } full) full.MayRest = hasOriginal;

        if (cameras.Update(state)) live.CameraChanged(state.Camera);
    }

    // What a camera itself sends is known once it was opened, later than the Hello.
    private void AddOriginal(int camera, VideoCodec codec) =>
        streams[camera, CameraFeeds.Original] ??= viewers.AddStream(cameras[camera].Name, camera, passthrough: true, CameraFeeds.Original, codec: codec);

    // An encoder's picture may be still for now and use nothing; what it aims at is what it needs the next moment.
    private static long NeededBy(RenditionState rendition, long before) => rendition switch
    {
        { Status: RenditionStatus.Refused } => 0,
        { TargetBitsPerSecond: > 0 } => rendition.TargetBitsPerSecond,
        { BitsPerSecond: > 0 } => rendition.BitsPerSecond,
        _ => before,
    };
}
