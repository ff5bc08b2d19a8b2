using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>Remembers what was asked of the encoders.</summary>
internal sealed class RecordedRequests : IKeyFrameRequests
{
    private readonly List<string> _calls = [];

    /// <summary>In order: "want front", "rest front", "key front".</summary>
    public IReadOnlyList<string> Calls
    {
        get { lock (_calls) return [.. _calls]; }
    }

    public int KeyFrames => Calls.Count(c => c.StartsWith("key", StringComparison.Ordinal));

    public void Want(string camera, bool on) => Add(on ? $"want {camera}" : $"rest {camera}");

    public void KeyFrame(string camera) => Add($"key {camera}");

    private void Add(string call)
    {
        lock (_calls) _calls.Add(call);
    }
}
