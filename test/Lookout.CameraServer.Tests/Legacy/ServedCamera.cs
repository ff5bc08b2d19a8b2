using System.Diagnostics;
using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.CameraServer.Legacy;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Native.Gst;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests.Legacy;

/// <summary>A compatibility socket in a folder of its own, in front of a camera that a test plays.</summary>
internal sealed class ServedCamera : IDisposable
{
    public const int Width = 50;
    public const int Height = 38;
    private static readonly VideoFormat Format = VideoFormat.I420(Width, Height, 100);
    private static readonly LegacyTiming Patient = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10));

    private readonly string _folder = Directory.CreateTempSubdirectory("lookout-legacy-").FullName;
    private readonly RecordingOutput _output = new();
    private readonly StillFaces _stills;
    private readonly CancellationTokenSource _stop = new();
    private Thread? _filming;

    public ServedCamera(LegacyTiming? timing = null, string? models = null, bool recognise = false)
    {
        Gst.Init();
        View = new CameraView(0, _output);
        _stills = new StillFaces(new ModelSet(new ModelSettings(models ?? Path.Combine(_folder, "no-models"))), recognise);
        Server = new LegacyServer(Socket, new LegacyCamera("door", Newest, View, _stills), timing ?? Patient, NullLogger.Instance);
        Server.Start();
        SpinWait.SpinUntil(() => File.Exists(Socket), TimeSpan.FromSeconds(10));
    }

    public string Socket => Path.Combine(_folder, "native.sock");

    public LegacyServer Server { get; }

    public NewestFrame Newest { get; } = new(Stopwatch.GetTimestamp);

    public CameraView View { get; }

    public ICameraOutput Output => View;

    public LegacyClient Connect()
    {
        // Between bind and listen a connection is refused; the server is about to.
        LegacyClient? client = null;
        Assert.True(SpinWait.SpinUntil(() => (client = LegacyClient.TryConnect(Socket)) != null, TimeSpan.FromSeconds(10)), "nobody listens");
        return client!;
    }

    public void Say(CameraStatus status) => Output.State(new CameraState(0, status, "", Width, Height, 29.97, 1234, 0, 0, 0));

    /// <summary>Online, and a grey picture each few milliseconds: luma 126 is 128 in RGB.</summary>
    public void Film()
    {
        Say(CameraStatus.Online);
        _filming = new Thread(() =>
        {
            for (ulong sequence = 1; !_stop.Token.WaitHandle.WaitOne(3); sequence++)
            {
                using MediaBuffer buffer = MediaBuffer.Allocate(Format.I420Size);
                using (MappedBuffer map = buffer.MapWrite())
                {
                    map.Data.Fill(128);
                    map.Data[..Format.Plane1.Offset].Fill(126);
                }
                Newest.Offer(buffer, Format, Stopwatch.GetTimestamp(), sequence);
            }
        });
        _filming.Start();
    }

    public void WaitForClients(int count) =>
        Assert.True(SpinWait.SpinUntil(() => Server.Clients == count, TimeSpan.FromSeconds(30)), $"{Server.Clients} clients, not {count}");

    public void Dispose()
    {
        _stop.Cancel();
        _filming?.Join();
        Server.Dispose();
        _stills.Dispose();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
