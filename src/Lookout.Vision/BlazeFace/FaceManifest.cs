using Lookout.Vision.Models;

namespace Lookout.Vision.BlazeFace;

/// <summary>What a manifest must say for this adapter to run its model.</summary>
internal static class FaceManifest
{
    // Larger than any face detector's input; keeps a typing error from asking for gigabytes.
    private const int MaxSide = 1024;

    /// <exception cref="ModelException">The manifest describes a model of another kind, or one that cannot be.</exception>
    public static void Require(string path, ModelManifest manifest)
    {
        ModelInput input = manifest.Input;
        ModelOutput output = manifest.Output;
        string? problem =
            manifest.Task != "face-detection" ? $"its task is {manifest.Task}, not face-detection" :
            output.Layout != "blazeface" ? $"its output layout is {output.Layout}; this version reads blazeface" :
            (input.Layout, input.Colour, input.Fit) != ("nhwc", "rgb", "letterbox") ? $"its input is {input.Layout}, {input.Colour}, {input.Fit}; this version gives nhwc, rgb, letterbox" :
            input.Width != input.Height || input.Width is < 32 or > MaxSide ? $"its input is {input.Width}x{input.Height}; a square of 32..{MaxSide} is expected" :
            !(input.Scale > 0) ? "its input scale is not above 0" :
            !(output.Score is > 0 and < 1 && output.Overlap is > 0 and < 1) ? "its score and overlap are not between 0 and 1" :
            output.Heads.Count == 0 || output.Heads.Any(head => head.Grid is < 1 or > MaxSide || head.PerCell is < 1 or > 16) ? "its heads are not grids of anchors" :
            null;
        if (problem is not null)
            throw new ModelException(path, $"the manifest does not fit: {problem}", "Fetch the face model again with tools/setup/models.sh.");
    }
}
