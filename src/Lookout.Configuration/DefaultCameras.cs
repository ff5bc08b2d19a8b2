using Lookout.Configuration.Settings;

namespace Lookout.Configuration;

/// <summary>The cameras of a machine nobody has configured: what is plugged in, else two real clips.</summary>
internal static class DefaultCameras
{
    private const string Remedy = "run 'make setup' to fetch the demo clips, or name a camera in lookout.yml";

    public static List<CameraSettings> Find(Surroundings surroundings, Directories directories)
    {
        var cameras = new List<CameraSettings>();
        foreach (CaptureDevice device in surroundings.CaptureDevices())
        {
            string node = CameraName.From(Path.GetFileName(device.Path), $"camera{cameras.Count}");
            cameras.Add(Make(Unique(CameraName.From(device.Name, node), cameras), new V4l2Source(device.Path, null, null, null)));
        }
        if (cameras.Count > 0) return cameras;
        return
        [
            Make("demo-street", new FileSource(Path.Combine(directories.Demo, "demo-street.mp4"), Remedy)),
            Make("demo-face", new FileSource(Path.Combine(directories.Demo, "demo-face.mp4"), Remedy)),
        ];
    }

    private static CameraSettings Make(string name, CameraSource source) => new(name, source, 0, DetectSettings.All);

    private static string Unique(string name, List<CameraSettings> taken)
    {
        string unique = name;
        for (int n = 2; taken.Exists(camera => camera.Name == unique); n++)
        {
            string suffix = $"-{n}";
            unique = name[..Math.Min(name.Length, CameraName.MaxLength - suffix.Length)] + suffix;
        }
        return unique;
    }
}
