using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>Makes one sentence for people of a pipeline's error.</summary>
internal static class BusErrors
{
    private const string ErrnoMark = "system error: ";

    /// <summary>The error's text, and the operating system's own words when the element kept them in its detail.</summary>
    public static string Describe(BusMessage error)
    {
        string text = error.Text.TrimEnd('.', ' ');
        int mark = error.Debug.IndexOf(ErrnoMark, StringComparison.OrdinalIgnoreCase);
        if (mark < 0) return text;
        string errno = error.Debug[(mark + ErrnoMark.Length)..].Split('\n')[0].Trim();
        return text.Contains(errno, StringComparison.Ordinal) ? text : $"{text}: {errno}";
    }
}
