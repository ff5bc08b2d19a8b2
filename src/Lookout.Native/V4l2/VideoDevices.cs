using System.Globalization;
using System.Runtime.InteropServices;

namespace Lookout.Native.V4l2;

/// <summary>Lists the video nodes of this machine. Opens each for a moment; starts no stream.</summary>
public static class VideoDevices
{
    private const string Prefix = "video";

    public static IReadOnlyList<VideoDevice> List() => List("/sys/class/video4linux", "/dev");

    internal static IReadOnlyList<VideoDevice> List(string sysClass, string dev)
    {
        if (!Directory.Exists(sysClass)) return [];
        Dictionary<string, string> stable = StablePaths(Path.Combine(dev, "v4l/by-id"));
        return
        [
            .. Directory.EnumerateFileSystemEntries(sysClass)
                .Select(entry => Path.GetFileName(entry))
                .Where(name => IndexOf(name) >= 0)
                .OrderBy(IndexOf)
                .Select(name => Complete(Look(Path.Combine(dev, name), stable.GetValueOrDefault(name)), Path.Combine(sysClass, name)))
        ];
    }

    // radio0, vbi0 and v4l-subdev0 live in the same class.
    private static int IndexOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : -1;

    // A node we may not open still has a name in sysfs, and the first node of a device is the one that captures.
    private static VideoDevice Complete(VideoDevice device, string sysfs) => device.IsDenied
        ? device with { Card = ReadLine(Path.Combine(sysfs, "name")), CanCapture = ReadLine(Path.Combine(sysfs, "index")) == "0" }
        : device;

    private static string ReadLine(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";

    private static Dictionary<string, string> StablePaths(string directory)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(directory)) return paths;
        foreach (string link in Directory.EnumerateFileSystemEntries(directory).Order(StringComparer.Ordinal))
        {
            if (new FileInfo(link).LinkTarget is { } target) paths.TryAdd(Path.GetFileName(target), link);
        }
        return paths;
    }

    private static unsafe VideoDevice Look(string node, string? stable)
    {
        int descriptor = V4l2Native.open(node, V4l2Native.OpenReadWrite | V4l2Native.OpenNonBlocking | V4l2Native.OpenCloseOnExec);
        if (descriptor < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return new VideoDevice(node, stable, "", CanCapture: false, Marshal.GetPInvokeErrorMessage(error), error == V4l2Native.PermissionDenied);
        }
        try
        {
            byte* answer = stackalloc byte[VideoCapability.Length];
            if (V4l2Native.ioctl(descriptor, V4l2Native.QueryCapabilities, answer) != 0)
                return new VideoDevice(node, stable, "", CanCapture: false, Marshal.GetLastPInvokeErrorMessage(), IsDenied: false);
            return VideoCapability.TryParse(new ReadOnlySpan<byte>(answer, VideoCapability.Length), out VideoCapability capability)
                ? new VideoDevice(node, stable, capability.Card, capability.CanCapture, null, IsDenied: false)
                : new VideoDevice(node, stable, "", CanCapture: false, "no answer", IsDenied: false);
        }
        finally
        {
            _ = V4l2Native.close(descriptor);
        }
    }
}
