using System.Net;
using Lookout.CameraService.WebRtc;
using Lookout.Configuration.Settings;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Whip;

/// <summary>All publications of the configuration, each on a task of its own.</summary>
internal sealed class WhipPublications : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly WhipClient _client;
    private readonly WhipPublication[] _publications;
    private readonly string[] _cameras;
    private readonly ILogger _logger;
    private Task _running = Task.CompletedTask;

    /// <param name="settings">What to publish where.</param>
    /// <param name="server">Sends the media.</param>
    /// <param name="addresses">Addresses that an endpoint may reach us at.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="logger">Says when one begins and why one does not.</param>
    public WhipPublications(
        IReadOnlyList<PublishSettings> settings, WebRtcServer server, Func<Uri, Task<IReadOnlyList<IPAddress>>> addresses, TimeProvider time, ILogger logger)
    {
        _client = WhipClient.Create(time);
        _logger = logger;
        _cameras = [.. settings.Select(s => s.Camera)];
        _publications = [.. settings.Select(s => new WhipPublication(s, server, addresses, _client, new WhipBackoff(Random.Shared.NextDouble), time, logger))];
    }

    public IEnumerable<WhipStatus> Status => _publications.Select(publication => publication.Status);

    public void Start() => _running = Task.WhenAll(_publications.Select((publication, i) => Task.Run(() => RunAsync(publication, _cameras[i]))));

    /// <summary>Leaves every session in order, which takes about a second at most.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(WhipPublication publication, string camera)
    {
        try
        {
            await publication.RunAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The task's top: a defect here must not take the viewers with it.
            WhipLog.Defect(_logger, camera, e);
        }
    }
}
