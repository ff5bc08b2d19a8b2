#pragma warning disable CA1822, CA1711
using System.Net;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.WebRtc;

/// <summary>Stands in until CameraService/WebRtc has landed; the project file leaves it out from then on.</summary>
public sealed class WebRtcServer(WebRtcSettings settings, IKeyFrameRequests keyFrames, ILogger logger) : IDisposable
{
    public string? BindError => null;

    public Action<long>? Beat { get; set; }

    public void Start() => (_, _, _) = (settings, keyFrames, logger);

    public MediaStream AddStream(string camera, int index, bool passthrough) => new();

    public WhepAnswer Open(string camera, string offerSdp, IReadOnlyList<IPAddress> hostCandidates) => new(503, null, "", "", "", "not built yet", 1);

    public bool Close(string secret) => false;

    public void Dispose()
    {
    }
}

public sealed class MediaStream
{
    public int Viewers => 0;

    public void Publish(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
    {
    }

    public uint RtpTime(long captureNs) => (uint)(captureNs * 9 / 100000);
}

public sealed record WhepAnswer(int Status, string? Sdp, string SessionId, string Secret, string ETag, string? Problem, int? RetryAfterSeconds);

public interface IKeyFrameRequests
{
    void Want(string camera, bool on);

    void KeyFrame(string camera);
}
