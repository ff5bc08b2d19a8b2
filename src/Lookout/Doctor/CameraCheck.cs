using Lookout.Configuration.Settings;
using Lookout.Native.Posix;
using Lookout.Native.V4l2;

namespace Lookout.Doctor;

/// <summary>Can each configured camera's device or clip be opened?</summary>
internal static class CameraCheck
{
    public static IEnumerable<Finding> Look(LookoutSettings settings)
    {
        IReadOnlyList<VideoDevice> devices = VideoDevices.List();
        foreach (CameraSettings camera in settings.Cameras)
        {
            switch (camera.Source)
            {
                case V4l2Source source:
                    yield return LookAtDevice($"camera {camera.Name} ({source.Device})", source.Device, devices);
                    break;
                case FileSource source:
                    yield return LookAtClip($"camera {camera.Name} ({source.Path})", source);
                    break;
                case RtspSource source:
                    // Asking it would take its time and may lock an account; the run says what comes of it.
                    yield return Finding.Fine($"camera {camera.Name} ({source.Redacted}, not asked)");
                    break;
            }
        }
    }

    private static Finding LookAtDevice(string what, string path, IReadOnlyList<VideoDevice> devices)
    {
        string node = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path;
        string found = string.Join(", ", devices.Where(device => device.CanCapture).Select(device => device.StablePath ?? device.Node));
        string others = found.Length > 0 ? $"name one of these instead: {found}" : "plug it in; in a container pass it with --device";
        if (!FileStatus.TryRead(node, out FileStatus status)) return new Finding(what, "there is no such device", others);
        if (!status.IsCharacterDevice) return new Finding(what, "is not a device", others);
        if (devices.FirstOrDefault(device => device.Node == node) is not { } known) return new Finding(what, "is not a video device", others);
        if (known.IsDenied)
        {
            string mode = Convert.ToString(status.Permissions, 8);
            string remedy = CurrentProcess.IsInGroup(status.GroupId)
                ? $"allow group {status.GroupId} to read and write it (its mode is {mode}); in a container add the device cgroup rule \"c 81:* rmw\""
                : $"run as a member of group {status.GroupId}: usermod -aG {status.GroupId} $USER and log in again, or group_add: [\"{status.GroupId}\"] in compose";
            return new Finding(what, $"permission denied (user {CurrentProcess.UserId}; the device belongs to group {status.GroupId}, mode {mode})", remedy);
        }
        if (known.Problem is { } problem) return new Finding(what, problem, "unplug it and plug it in again; see dmesg");
        return known.CanCapture ? Finding.Fine(what) : new Finding(what, "gives no pictures: it is a metadata, output or codec node", others);
    }

    private static Finding LookAtClip(string what, FileSource source)
    {
        try
        {
            using FileStream clip = File.OpenRead(source.Path);
            return clip.Length > 0 ? Finding.Fine(what) : new Finding(what, "is empty", source.Remedy ?? "name a file with a video in it");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Finding(what, "there is no such file", source.Remedy ?? "check the path; a relative one is looked for beside the configuration");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Finding(what, exception.Message, $"make it readable for user {CurrentProcess.UserId}");
        }
    }
}
