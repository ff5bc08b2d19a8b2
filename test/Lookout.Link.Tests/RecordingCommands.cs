using System.Collections.Concurrent;

namespace Lookout.Link.Tests;

/// <summary>Keeps what a server was asked, in words, and lets a test wait for it.</summary>
internal sealed class RecordingCommands : ILinkCommands
{
    private readonly BlockingCollection<string> _commands = [];
    private readonly BlockingCollection<Action<ImageFaces>> _replies = [];

    public void Want(int camera, byte rendition, bool on) => _commands.Add($"want {camera}/{rendition} {(on ? "on" : "off")}");

    public void KeyFrame(int camera, byte rendition) => _commands.Add($"key {camera}/{rendition}");

    public void AnalyzeImage(ulong id, byte[] file, Action<ImageFaces> reply)
    {
        _replies.Add(reply);
        _commands.Add($"image {id} of {file.Length}");
    }

    /// <summary>Waits for the next picture's question and hands out what answers it.</summary>
    public Action<ImageFaces> NextReply()
    {
        using var deadline = new CancellationTokenSource(RecordingEvents.Patience);
        return _replies.Take(deadline.Token);
    }

    public string Next()
    {
        using var deadline = new CancellationTokenSource(RecordingEvents.Patience);
        return _commands.Take(deadline.Token);
    }
}
