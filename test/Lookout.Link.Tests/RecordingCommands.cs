using System.Collections.Concurrent;

namespace Lookout.Link.Tests;

/// <summary>Keeps what a server was asked, in words, and lets a test wait for it.</summary>
internal sealed class RecordingCommands : ILinkCommands
{
    private readonly BlockingCollection<string> _commands = [];

    public void Want(int camera, byte rendition, bool on) => _commands.Add($"want {camera}/{rendition} {(on ? "on" : "off")}");

    public void KeyFrame(int camera) => _commands.Add($"key {camera}");

    public string Next()
    {
        using var deadline = new CancellationTokenSource(RecordingEvents.Patience);
        return _commands.Take(deadline.Token);
    }
}
