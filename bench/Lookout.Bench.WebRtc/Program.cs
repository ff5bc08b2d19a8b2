using System.Globalization;
using Lookout.Bench.WebRtc;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging.Abstractions;

// Lookout.Bench.WebRtc BINARY CORE HTTP-PORT MEDIA-PORT DIRECTORY RECORDING KEY-FRAMES [RECORDING KEY-FRAMES]...
// Our side of bench/webrtc.sh: the real camera-service on CORE, fed over the real link by a player of a recording.
// Says "service PID" and "ready", then each key frame; ends with its standard input.
if (args.Length < 7 || args.Length % 2 == 0)
{
    Console.Error.WriteLine("see bench/webrtc.sh");
    return 64;
}

string directory = args[4];
var renditions = new List<Rendition>();
for (int i = 5; i < args.Length; i += 2) renditions.Add(new Rendition(args[i], args[i + 1]));

LookoutSettings settings = ServiceProcess.Settings(directory, int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
string nonce = Guid.NewGuid().ToString("N");
using var stop = new CancellationTokenSource();
var player = new Player(renditions, Console.Out);
var hello = new Hello(LinkProtocol.Version, nonce, Guid.NewGuid().ToString("N"), Environment.ProcessId,
    [
        new LinkCamera("bench", CameraKind.Synthetic, Passthrough: false)
        {
            Renditions = [.. renditions.Select((rendition, number) => new LinkRendition((byte)number, rendition.BitsPerSecond))],
        },
    ]);
using var link = new LinkServer(settings.LinkSocket, hello, player, NullLogger.Instance);
link.Start();

// The kernel ends the service with the thread that started it (PR_SET_PDEATHSIG): this one stays to the end.
using var service = new ServiceProcess(args[0], args[1], nonce, settings);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"service {service.Id}"));
var playing = new Thread(() => player.Play(link, stop.Token)) { Name = "player", Priority = ThreadPriority.Highest };
playing.Start();
service.WaitReady();
Console.WriteLine("ready");
while (Console.In.Read() >= 0)
{
}

stop.Cancel();
playing.Join();
return 0;
