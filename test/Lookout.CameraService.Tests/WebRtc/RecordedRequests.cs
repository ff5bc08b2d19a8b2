using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>Remembers what was asked of the encoders.</summary>
internal sealed class RecordedRequests : IKeyFrameRequests
{
    private readonly List<string> _calls = [];

    /// <summary>In order: "want front", "rest front", "key front"; with "/1" behind for rendition 1.</summary>
    public IReadOnlyList<string> Calls
    {
        get { lock (_calls) return [.. _calls]; }
    }

    public int KeyFrames => Calls.Count(c => c.StartsWith("key", StringComparison.Ordinal));

    public void Want(string camera, int rendition, bool on) => Add($"{(on ? "want" : "rest")} {Name(camera, rendition)}");

    public void KeyFrame(string camera, int rendition) => Add($"key {Name(camera, rendition)}");

    private static string Name(string camera, int rendition) => rendition == 0 ? camera : $"{camera}/{rendition}";

    private void Add(string call)
    {
        lock (_calls) _calls.Add(call);
    }
}
