using Lookout.Link;

namespace Lookout.CameraService.Live;

/// <summary>One analysis on the live socket. Boxes are x, y, width, height and landmarks x, y, all 0..1 of the upright picture.</summary>
/// <param name="Type">Always "analysis".</param>
/// <param name="Camera">Name.</param>
/// <param name="Seq">The frame's number.</param>
/// <param name="Rtp">The frame's RTP timestamp, as requestVideoFrameCallback reports it.</param>
/// <param name="AgeMs">From capture to the moment this was written.</param>
/// <param name="Faces">Possibly none.</param>
/// <param name="StageMs">Where the time went.</param>
internal sealed record AnalysisJson(string Type, string Camera, ulong Seq, uint Rtp, double AgeMs, IReadOnlyList<FaceJson> Faces, StageMsJson StageMs)
{
    public static AnalysisJson From(Analysis analysis, string camera, uint rtp, long nowNs) => new(
        "analysis",
        camera,
        analysis.Sequence,
        rtp,
        Math.Round(Math.Max(0, nowNs - analysis.CaptureNs) / 1e6, 1),
        [.. analysis.Faces.Select(FaceJson.From)],
        new StageMsJson(Math.Round(analysis.PreprocessMs, 3), Math.Round(analysis.InferenceMs, 3)));
}

internal sealed record FaceJson(float[] Box, float Score, float[][] Landmarks)
{
    public static FaceJson From(Face face) => new(
        [face.X, face.Y, face.Width, face.Height],
        face.Score,
        [.. Enumerable.Range(0, face.Landmarks.Count / 2).Select(i => new[] { face.Landmarks[2 * i], face.Landmarks[2 * i + 1] })]);
}

internal sealed record StageMsJson(double Preprocess, double Inference);
