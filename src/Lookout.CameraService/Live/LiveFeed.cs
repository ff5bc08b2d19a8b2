using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lookout.CameraService.Cameras;
using Lookout.CameraService.Http;
using Lookout.CameraService.Identity;
using Lookout.Link;

namespace Lookout.CameraService.Live;

/// <summary>
/// What pages are told while they are open: every analysis, every camera on change and once a second. A message is
/// written once, whoever listens, and not at all when nobody does.
/// </summary>
internal sealed class LiveFeed(CameraDirectory cameras, CameraStreams streams, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile LiveSocket[] _sockets = [];
    private bool _stopped;
    private long _sent;
    private long _dropped;

    public int Subscribers => _sockets.Length;

    /// <summary>Messages queued to a subscriber, each counted once a subscriber.</summary>
    public long Posted => Interlocked.Read(ref _sent);

    /// <summary>Messages a slow subscriber lost.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>A new subscriber, who is told every camera at once. Null while stopping. The caller removes it.</summary>
    public LiveSocket? Subscribe()
    {
        var socket = new LiveSocket(() => Interlocked.Increment(ref _dropped));
        lock (_gate)
        {
            if (_stopped) return null;
            _sockets = [.. _sockets, socket];
        }

        for (int i = 0; i < cameras.Count; i++) socket.Post(Write(Describe(i)));
        return socket;
    }

    public void Unsubscribe(LiveSocket socket)
    {
        lock (_gate) _sockets = Array.FindAll(_sockets, s => s != socket);
    }

    public void CameraChanged(int index)
    {
        if (_sockets.Length > 0) Post(Write(Describe(index)));
    }

    public void Analysed(Analysis analysis, uint rtp)
    {
        if (_sockets.Length == 0) return;
        var json = AnalysisJson.From(analysis, cameras[analysis.Camera].Name, rtp, time.NowNs());
        Post(Write(json, ApiJson.Default.AnalysisJson));
    }

    /// <param name="people">The people of one frame.</param>
    /// <param name="rtp">The frame's RTP time.</param>
    /// <param name="identities">Who they are.</param>
    public void Saw(People people, uint rtp, Identities identities)
    {
        if (_sockets.Length == 0) return;
        Post(Write(PeopleJson.From(people, cameras[people.Camera].Name, rtp, time.NowNs(), identities), ApiJson.Default.PeopleJson));
    }

    /// <summary>Tells every camera once a second until <paramref name="stop"/>, then ends every subscription.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                for (int i = 0; i < cameras.Count; i++) CameraChanged(i);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }

        lock (_gate) _stopped = true;
        foreach (LiveSocket socket in _sockets) socket.Complete();
    }

    private CameraJson Describe(int index)
    {
        return CameraJson.From(cameras[index], time.NowNs(), streams.Viewers(index)) with { Type = "camera" };
    }

    private static byte[] Write(CameraJson camera) => Write(camera, ApiJson.Default.CameraJson);

    private static byte[] Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private void Post(byte[] message)
    {
        foreach (LiveSocket socket in _sockets)
        {
            socket.Post(message);
            Interlocked.Increment(ref _sent);
        }
    }
}
