namespace Lookout.Vision.Tests.Parts;

/// <summary>The real model and the real clips, as tools/setup fetched them. A missing one fails the test with its remedy.</summary>
internal static class Cache
{
    public static string Models => Path.GetDirectoryName(Fetched.Require("models", "face_detection_back_256x256_barracuda.onnx", "tools/setup/models.sh"))!;

    public static string Clip(string name) => Fetched.Require("media", name, "tools/setup/media.sh");

    public static string Photograph(string name) => Fetched.Require(Path.Combine("media", "people"), name, "tools/setup/media.sh test");
}
