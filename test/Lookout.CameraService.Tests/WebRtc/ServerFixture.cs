using System.Net;
using System.Net.Sockets;
using Lookout.CameraService.WebRtc;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>A server on a free loopback port with one camera of ours and one that passes its own H.264 through.</summary>
internal sealed class ServerFixture : IDisposable
{
    public const string Encoded = "front";
    public const string Passthrough = "yard";
    private const long FrameNs = 33_333_333;

    private readonly Dictionary<MediaStream, ulong> _sequences = [];
    private long _captureNs = 5_000_000_000_000;

    public ServerFixture(int? port = null, string address = "127.0.0.1", Func<WebRtcSettings, WebRtcSettings>? settings = null, ILogger? logger = null)
    {
        Port = port ?? FreePort();
        var plain = new WebRtcSettings($"{address}:{Port}", []);
        Server = new WebRtcServer(
            settings is null ? plain : settings(plain), Requests, logger ?? NullLogger.Instance, new byte[32], (_, moved) => new HelloDtls(moved));
        Front = Server.AddStream(Encoded, 0, passthrough: false);
        Yard = Server.AddStream(Passthrough, 1, passthrough: true);
        Server.Start();
    }

    public int Port { get; }

    public RecordedRequests Requests { get; } = new();

    public WebRtcServer Server { get; }

    public MediaStream Front { get; }

    public MediaStream Yard { get; }

    public LoopbackViewer Watch(string camera) => Watch(camera, new LoopbackViewer(Port));

    public LoopbackViewer Watch(string camera, LoopbackViewer viewer)
    {
        Assert.Equal(201, viewer.Open(Server, camera).Status);
        viewer.Connect();
        return viewer;
    }

    /// <summary>Publishes the next frame of a stream and returns its RTP timestamp.</summary>
    public uint Publish(MediaStream stream, bool key, int size = 500)
    {
        _captureNs += FrameNs;
        return PublishSame(stream, key, size);
    }

    /// <summary>Publishes a frame of the moment published last, as another rendition's encoder does.</summary>
    public uint PublishSame(MediaStream stream, bool key, int size = 500)
    {
        ulong sequence = _sequences[stream] = _sequences.GetValueOrDefault(stream) + 1;
        stream.Publish(new AccessUnitHeader(0, 0, key, sequence, _captureNs, stream.Codec), Unit(stream.Codec, key, size));
        // A camera does not publish faster than the loop turns.
        WaitUntil(() => stream.Queued == 0);
        return stream.RtpTime(_captureNs);
    }

    /// <summary>As if camera-server had been started anew: its frames count from 1 again.</summary>
    public void RestartCapture() => _sequences.Clear();

    public static void WaitUntil(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(10)), "it did not happen in time");

    /// <summary>A port free for UDP and TCP.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            int port = ((IPEndPoint)tcp.LocalEndPoint!).Port;
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken for UDP: ask for another.
            }
        }
    }

    private static byte[] Unit(VideoCodec codec, bool key, int size) => (codec, key) switch
    {
        (VideoCodec.H265, true) => AccessUnits.H265Key(size),
        (VideoCodec.H265, false) => AccessUnits.H265Delta(size),
        (_, true) => AccessUnits.Key(size),
        _ => AccessUnits.Delta(size),
    };

    public void Dispose() => Server.Dispose();
}
