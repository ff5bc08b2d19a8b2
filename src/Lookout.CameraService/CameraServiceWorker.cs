using System.Net.Sockets;
using Lookout.Configuration.Settings;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService;

/// <summary>The worker process `lookout camera-service`.</summary>
public static class CameraServiceWorker
{
    private const int Orderly = 0;
    private const int AddressTaken = 69;
    private const int Internal = 70;

    /// <summary>Runs until <paramref name="stop"/>.</summary>
    /// <param name="settings">The whole configuration.</param>
    /// <param name="nonce">The run's secret for the link.</param>
    /// <param name="ready">Called once: HTTP listens, the UDP loop runs, the link's handshake is done.</param>
    /// <param name="beat">Called about once a second by the UDP loop, with packets moved so far.</param>
    /// <param name="loggers">Where to log; not disposed here.</param>
    /// <param name="stop">Ends everything in order, within three seconds.</param>
    /// <returns>The exit code: 0 orderly, 69 the HTTP address cannot be had, 70 a defect.</returns>
    public static int Run(LookoutSettings settings, string nonce, Action ready, Action<long> beat, ILoggerFactory loggers, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(ready);
        ILogger logger = loggers.CreateLogger("Lookout.CameraService");
        try
        {
            return RunAsync(settings, nonce, ready, beat, loggers, logger, stop).GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            CameraServiceLog.Failed(logger, e);
            return Internal;
        }
    }

    private static async Task<int> RunAsync(
        LookoutSettings settings, string nonce, Action ready, Action<long> beat, ILoggerFactory loggers, ILogger logger, CancellationToken stop)
    {
        string address = settings.Http.Listen;
        if (!ListenAddress.TryParse(address, out ListenAddress? listen) || listen is null)
        {
            CameraServiceLog.CannotListen(logger, address, "it is no address and port", "Set http.listen to something like 127.0.0.1:8080.");
            return AddressTaken;
        }

        await using var service = new CameraServiceHost(settings, listen, nonce, RestartCounts.FromEnvironment(), TimeProvider.System, loggers);
        try
        {
            await service.StartAsync(beat).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            CameraServiceLog.CannotListen(logger, address, e.Message, $"Stop what listens there (ss -ltnp 'sport = :{listen.Port}' names it) or set http.listen to another address.");
            return AddressTaken;
        }

        try
        {
            await service.Linked.WaitAsync(stop).ConfigureAwait(false);
            ready();
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop.
        }

        return Orderly;
    }
}
