using System.Text.Json.Serialization;
using Lookout.CameraService.Cameras;
using Lookout.Link;

namespace Lookout.CameraService.Live;

/// <summary>One camera as the API shows it; on the live socket it has the type "camera".</summary>
internal sealed record CameraJson(
    string Name,
    CameraKind Kind,
    CameraStatus State,
    string Reason,
    int Width,
    int Height,
    double Fps,
    double? FrameAgeMs,
    long Restarts,
    int Viewers,
    IReadOnlyList<RenditionJson> Renditions)
{
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; init; }

    public static CameraJson From(CameraSnapshot camera, long nowNs, int viewers)
    {
        CameraState state = camera.State;
        double? ageMs = camera.FrameAgeNs(nowNs) is { } ns ? Math.Round(ns / 1e6, 1) : null;
        return new CameraJson(
            camera.Name, camera.Kind, state.Status, state.Reason, state.Width, state.Height, Math.Round(state.Fps, 2), ageMs, state.Restarts, viewers,
            [.. state.Renditions.Select(RenditionJson.From)]);
    }
}
