using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>Turns raw pictures upright, once, in capture.</summary>
internal static class Rotation
{
    /// <param name="pipeline">A chain that ends in raw pictures.</param>
    /// <param name="degrees">Clockwise: 0, 90, 180 or 270.</param>
    public static PipelineBuilder Upright(this PipelineBuilder pipeline, int degrees) => degrees switch
    {
        0 => pipeline,
        90 => Flip(pipeline, "clockwise"),
        180 => Flip(pipeline, "rotate-180"),
        270 => Flip(pipeline, "counterclockwise"),
        _ => throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "0, 90, 180 or 270"),
    };

    private static PipelineBuilder Flip(PipelineBuilder pipeline, string direction) =>
        pipeline.Element("videoflip").With("method", direction);
}
