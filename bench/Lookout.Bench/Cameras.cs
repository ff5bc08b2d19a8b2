using System.Globalization;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Product;

namespace Lookout.Bench;

/// <summary>What is measured.</summary>
internal static class Cameras
{
    public const string ClockName = "clock";

    private const string ClockSource = "test://clock?width=1280&height=720&fps=30";

    /// <summary>One camera of raw 720p30 frames that we encode, with the capture time burnt in.</summary>
    public static LookoutConfig Clock() => new LookoutConfig().With(ClockName, ClockSource);

    /// <summary>Frames a second of <see cref="Clock"/>.</summary>
    public const double ClockRate = 30;

    /// <summary>Frames a second of the street clip, as its file says.</summary>
    public const double StreetRate = 10;

    /// <summary>What `lookout run` shows on a machine without a camera: two clips, faces looked for.</summary>
    public static LookoutConfig Demo() => new LookoutConfig()
        .WithClip("demo-street", Repository.DemoStreet, faces: true)
        .WithClip("demo-face", Repository.DemoFace, faces: true);

    /// <summary>Streets to look for faces and people in, and beside them the clock, so that an encoder is at work as well.</summary>
    public static LookoutConfig Streets(int count, bool recognition)
    {
        var config = new LookoutConfig { Recognition = recognition };
        for (int i = 0; i < count; i++) config.WithClip(Street(i), Repository.DemoStreet, faces: true, people: true);
        return config.With(ClockName, ClockSource);
    }

    /// <summary>Name of one of them.</summary>
    public static string Street(int index) => string.Create(CultureInfo.InvariantCulture, $"street-{index + 1}");
}
