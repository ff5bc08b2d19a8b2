using Lookout.CameraServer.Analysis;
using Lookout.Configuration.Settings;
using Lookout.Vision.Providers;
using Lookout.Vision.Tests.Parts;

namespace Lookout.CameraServer.Tests;

/// <summary>The real models and clips, as tools/setup fetched them. A missing one fails the test with its remedy.</summary>
internal static class Cache
{
    public static string Models => Path.GetDirectoryName(Fetched.Require("models", "face_detection_back_256x256_barracuda.onnx", "tools/setup/models.sh"))!;

    /// <summary>They by their default names.</summary>
    public static ModelSet ModelSet(Inference? inference = null) => new(new ModelSettings(Models), inference);

    public static string Clip(string name) => Fetched.Require("media", name, "tools/setup/media.sh");

    /// <summary>A photograph of somebody; "tools/setup/media.sh test" fetches them.</summary>
    public static string Portrait(string name) => Fetched.Require("media/people", name, "tools/setup/media.sh test");
}
