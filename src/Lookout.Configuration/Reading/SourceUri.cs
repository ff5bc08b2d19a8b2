using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Reading;

/// <summary>
/// A camera's source as text to a <see cref="CameraSource"/>. The list of schemes is closed and so is each scheme's
/// list of options; anything else is an error that names what is allowed.
/// </summary>
internal static class SourceUri
{
    private const string Allowed = "v4l2:///dev/video0, file:///clip.mp4, rtsp://host/path, rtsps://host/path or test://clock";

    // Words that run a program in other products (go2rtc, Frigate, MediaMTX, ffmpeg): the answer is not a typo hint.
    private static readonly string[] Commands = ["exec", "sh", "shell", "cmd", "command", "pipe", "ffmpeg", "run", "echo", "expr"];

    private static readonly string[] Schemes = ["v4l2", "file", "rtsp", "rtsps", "test"];

    /// <param name="text">The source as configured.</param>
    /// <param name="baseDirectory">Where a relative file is looked for.</param>
    /// <param name="source">The source, when true is returned.</param>
    /// <param name="expected">What was expected, when false is returned. Never quotes the text: it may hold a password.</param>
    public static bool TryParse(string text, string baseDirectory, out CameraSource? source, out string expected)
    {
        source = null;
        expected = "";
        foreach (char c in text)
        {
            if (!char.IsControl(c) && c != ' ') continue;
            expected = "expected a source without spaces or control characters (a space in a path is %20)";
            return false;
        }
        int colon = text.IndexOf(':');
        string scheme = colon < 0 ? "" : text[..colon].ToLowerInvariant();
        string rest = text[(colon + 1)..];
        switch (scheme)
        {
            case "v4l2":
                return TryParseV4l2(rest, out source, out expected);
            case "file":
                return TryParseFile(rest, baseDirectory, out source, out expected);
            case "rtsp" or "rtsps":
                return TryParseRtsp(text, out source, out expected);
            case "test":
                return TryParseTest(rest, out source, out expected);
        }
        if (Array.IndexOf(Commands, scheme) >= 0) expected = $"there is no source type that runs a command; expected {Allowed}";
        else if (scheme.Length > 0 && NearestWord.Find(scheme, Schemes) is { } near) expected = $"expected {Allowed}; did you mean '{near}:'?";
        else expected = $"expected {Allowed}";
        return false;
    }

    private static bool TryParseV4l2(string rest, out CameraSource? source, out string expected)
    {
        source = null;
        (string location, string query) = Split(rest);
        // An authority has no meaning here, so v4l2:/dev/video0 and v4l2:///dev/video0 are the only forms.
        string device = location.StartsWith("///", StringComparison.Ordinal) ? location[2..] : location;
        if (!device.StartsWith("/dev/", StringComparison.Ordinal) || device.Contains("/..", StringComparison.Ordinal))
        {
            expected = "expected a device under /dev, such as v4l2:///dev/video0 or v4l2:///dev/v4l/by-id/...";
            return false;
        }
        int? width = null, height = null, fps = null;
        if (!SourceQuery.TryParse(query, out SourceQuery options, out expected)
            || !options.TryTake("width", 16, 7680, ref width, out expected)
            || !options.TryTake("height", 16, 4320, ref height, out expected)
            || !options.TryTake("fps", 1, 240, ref fps, out expected)
            || !options.IsEmpty("width, height and fps", out expected))
            return false;
        if (width is null != height is null)
        {
            expected = "expected width and height together";
            return false;
        }
        source = new V4l2Source(device, width, height, fps);
        return true;
    }

    private static bool TryParseFile(string rest, string baseDirectory, out CameraSource? source, out string expected)
    {
        source = null;
        (string location, string query) = Split(rest);
        if (query.Length > 0)
        {
            expected = "expected no options after a file (a '?' in a name is %3F)";
            return false;
        }
        string path = location.StartsWith("//", StringComparison.Ordinal) ? location[2..] : location;
        if (path.StartsWith("localhost/", StringComparison.Ordinal)) path = path["localhost".Length..];
        path = Uri.UnescapeDataString(path);
        if (path.Length == 0 || path.EndsWith('/') || path.Contains('\0'))
        {
            expected = "expected the path of a clip, such as file:///media/yard.mp4, or file:yard.mp4 beside the configuration";
            return false;
        }
        expected = "";
        source = new FileSource(Path.GetFullPath(path, baseDirectory));
        return true;
    }

    private static bool TryParseRtsp(string text, out CameraSource? source, out string expected)
    {
        source = null;
        expected = "expected rtsp://user:password@host:554/path (user, password and port may be left out; special characters as %XX)";
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0 || uri.Port == 0 || uri.Fragment.Length > 0) return false;
        source = new RtspSource(text);
        return true;
    }

    private static bool TryParseTest(string rest, out CameraSource? source, out string expected)
    {
        source = null;
        (string location, string query) = Split(rest);
        if (location is not "//clock")
        {
            expected = "expected the pattern clock: test://clock?width=1280&height=720&fps=30";
            return false;
        }
        int? width = 1280, height = 720, fps = 30;
        if (!SourceQuery.TryParse(query, out SourceQuery options, out expected)
            || !options.TryTake("width", 320, 3840, ref width, out expected)
            || !options.TryTake("height", 128, 2160, ref height, out expected)
            || !options.TryTake("fps", 1, 120, ref fps, out expected)
            || !options.IsEmpty("width, height and fps", out expected))
            return false;
        if (((width | height) & 1) != 0)
        {
            // I420 halves both for its colour planes.
            expected = "expected an even width and height";
            return false;
        }
        source = new TestSource("clock", width!.Value, height!.Value, fps!.Value);
        return true;
    }

    private static (string Location, string Query) Split(string rest)
    {
        int question = rest.IndexOf('?');
        return question < 0 ? (rest, "") : (rest[..question], rest[(question + 1)..]);
    }
}
