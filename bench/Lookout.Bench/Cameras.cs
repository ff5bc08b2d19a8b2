using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Product;

namespace Lookout.Bench;

/// <summary>What is measured.</summary>
internal static class Cameras
{
    public const string ClockName = "clock";

    /// <summary>One camera of raw 720p30 frames that we encode, with the capture time burnt in.</summary>
    public static LookoutConfig Clock() => new LookoutConfig().With(ClockName, "test://clock?width=1280&height=720&fps=30");

    /// <summary>What `lookout run` shows on a machine without a camera: two clips, faces looked for.</summary>
    public static LookoutConfig Demo() => new LookoutConfig()
        .WithClip("demo-street", Repository.DemoStreet, faces: true)
        .WithClip("demo-face", Repository.DemoFace, faces: true);
}
