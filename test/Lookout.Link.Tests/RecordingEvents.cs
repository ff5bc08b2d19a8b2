using System.Collections.Concurrent;

namespace Lookout.Link.Tests;

/// <summary>Keeps what a client was told, and lets a test wait for it.</summary>
internal sealed class RecordingEvents : ILinkEvents
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<object> _events = [];

    public int AccessUnits;

    /// <summary>Called for each access unit on the reading thread, before it is recorded.</summary>
    public Action? OnAccessUnit { get; init; }

    public void Connected(Hello hello) => _events.Add(hello);

    public void Disconnected(string reason) => _events.Add(reason);

    public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
    {
        Interlocked.Increment(ref AccessUnits);
        OnAccessUnit?.Invoke();
        _events.Add((header, annexB.ToArray()));
    }

    public void Analysis(Analysis analysis) => _events.Add(analysis);

    public void People(People people) => _events.Add(people);

    public void Likenesses(Likenesses likenesses) => _events.Add(likenesses);

    public void ImageFaces(ImageFaces image) => _events.Add(image);

    public void CameraState(CameraState state) => _events.Add(state);

    /// <summary>Waits for the next event of a type and skips the others.</summary>
    public T Next<T>()
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_events.Take(deadline.Token) is T found) return found;
        }
    }

    public (AccessUnitHeader Header, byte[] Bytes) NextAccessUnit() => Next<(AccessUnitHeader, byte[])>();
}
