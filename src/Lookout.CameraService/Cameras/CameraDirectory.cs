using System.Collections.Frozen;
using Lookout.Configuration.Settings;
using Lookout.Link;

namespace Lookout.CameraService.Cameras;

/// <summary>
/// The newest word on every configured camera. Written by the link's reading thread alone, read by anyone: each entry is
/// an immutable snapshot that is replaced. A camera's index is its place in the configuration, here and on the link.
/// </summary>
internal sealed class CameraDirectory
{
    private const string Starting = "camera-server is starting";
    private const string Restarting = "camera-server restarting";
    private const string Differs = "camera-server was started with other cameras";

    private readonly CameraSnapshot[] _cameras;
    private readonly long[] _newestFrameNs;
    private readonly FrozenDictionary<string, int> _indexes;
    private volatile bool _connected;
    private volatile string _instance = "";
    private int _serverRestarts;

    /// <param name="cameras">In the order of the configuration.</param>
    /// <param name="serverRestarts">Restarts of camera-server before this process started.</param>
    public CameraDirectory(IReadOnlyList<CameraSettings> cameras, int serverRestarts)
    {
        _cameras = [.. cameras.Select((camera, i) => new CameraSnapshot(camera.Name, KindOf(camera.Source), Offline(i, Starting)))];
        _newestFrameNs = new long[cameras.Count];
        _indexes = cameras.Select((camera, i) => KeyValuePair.Create(camera.Name, i)).ToFrozenDictionary();
        _serverRestarts = serverRestarts;
    }

    public int Count => _cameras.Length;

    /// <summary>Whether the link is up.</summary>
    public bool Connected => _connected;

    /// <summary>Which start of camera-server we last spoke to; empty before the first.</summary>
    public string Instance => _instance;

    /// <summary>How often camera-server was started anew.</summary>
    public int ServerRestarts => Volatile.Read(ref _serverRestarts);

    /// <summary>The camera's index, or -1.</summary>
    public int IndexOf(string name) => _indexes.GetValueOrDefault(name, -1);

    public CameraSnapshot this[int index]
    {
        get
        {
            CameraSnapshot camera = Volatile.Read(ref _cameras[index]);
            long newest = Volatile.Read(ref _newestFrameNs[index]);
            return newest > camera.State.LastFrameNs ? camera with { State = camera.State with { LastFrameNs = newest } } : camera;
        }
    }

    /// <summary>
    /// Takes a Hello. Returns false when its cameras are not ours, which the supervisor rules out: then every camera is
    /// offline and nothing of that connection may be used.
    /// </summary>
    public bool Connect(Hello hello)
    {
        if (_instance.Length > 0 && hello.Instance != _instance) Interlocked.Increment(ref _serverRestarts);
        _instance = hello.Instance;
        bool same = hello.Cameras.Select(c => c.Name).SequenceEqual(_cameras.Select(c => c.Name));
        for (int i = 0; i < Count; i++)
        {
            CameraKind kind = same ? hello.Cameras[i].Kind : _cameras[i].Kind;
            Volatile.Write(ref _cameras[i], _cameras[i] with { Kind = kind, State = same ? _cameras[i].State : Offline(i, Differs) });
        }

        _connected = same;
        return same;
    }

    /// <summary>The link is lost: every camera is offline until it is back.</summary>
    public void Disconnect()
    {
        _connected = false;
        for (int i = 0; i < Count; i++)
        {
            CameraState lost = _cameras[i].State with { Status = CameraStatus.Offline, Reason = Restarting, Fps = 0, Renditions = [] };
            Volatile.Write(ref _cameras[i], _cameras[i] with { State = lost });
        }
    }

    /// <summary>Takes a state. Returns whether a viewer would see a difference.</summary>
    public bool Update(CameraState state)
    {
        CameraState old = _cameras[state.Camera].State;
        Volatile.Write(ref _cameras[state.Camera], _cameras[state.Camera] with { State = state });
        return (old.Status, old.Reason, old.Width, old.Height) != (state.Status, state.Reason, state.Width, state.Height)
            || !old.Renditions.Select(Shown).SequenceEqual(state.Renditions.Select(Shown));
    }

    /// <summary>A frame of this capture time has arrived; states come too rarely to tell a frame's age.</summary>
    public void SawFrame(int index, long captureNs)
    {
        if (captureNs > _newestFrameNs[index]) Volatile.Write(ref _newestFrameNs[index], captureNs);
    }

    // Its rate changes each second, which is no news.
    private static RenditionState Shown(RenditionState state) => state with { BitsPerSecond = 0 };

    private static CameraState Offline(int index, string reason) => new(index, CameraStatus.Offline, reason, 0, 0, 0, 0, 0, 0, 0);

    private static CameraKind KindOf(CameraSource source) => source switch
    {
        FileSource => CameraKind.Clip,
        TestSource => CameraKind.Synthetic,
        _ => CameraKind.Camera,
    };
}
