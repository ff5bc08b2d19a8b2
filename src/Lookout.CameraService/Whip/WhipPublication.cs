using System.Net;
using Lookout.CameraService.WebRtc;
using Lookout.CameraService.WebRtc.Diagnosis;
using Lookout.Configuration.Settings;
using Lookout.Rtc.Sdp;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Whip;

/// <summary>
/// Keeps one camera published at one WHIP endpoint for as long as we run: offers, notices the loss, waits with back-off,
/// offers again. One task, which alone writes the status; anyone may read it.
/// </summary>
internal sealed class WhipPublication(
    PublishSettings settings, WebRtcServer server, Func<Uri, Task<IReadOnlyList<IPAddress>>> addresses, WhipClient client, WhipBackoff backoff, TimeProvider time, ILogger logger)
{
    /// <summary>A session that lived as long was worth something: the next loss is retried soon.</summary>
    private static readonly TimeSpan Proven = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CameraRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly Uri _endpoint = new(settings.Url);
    private volatile WhipStatus _status = new(settings.Camera, new Uri(settings.Url).GetLeftPart(UriPartial.Path), WhipState.Waiting, "The camera is starting.", 0, 0);

    private string _lastTold = "";

    public WhipStatus Status => _status;

    /// <summary>Runs until stopped; the session is then left in order.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                TimeSpan wait = await AttemptAsync(stop).ConfigureAwait(false);
                await Task.Delay(wait, time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _status = _status with { State = WhipState.Stopped, Reason = "Lookout is stopping." };
        }
    }

    // Returns how long to wait before the next one.
    private async Task<TimeSpan> AttemptAsync(CancellationToken stop)
    {
        if (server.Offer(settings.Camera, await addresses(_endpoint).ConfigureAwait(false)) is not { } offer)
        {
            _status = _status with { State = WhipState.Waiting, Reason = server.BindError ?? "The camera is starting." };
            return CameraRetry;
        }

        if (!WhipToken.TryRead(settings, out string? token, out string problem)) return Fail(problem);
        _status = _status with { State = WhipState.Offering, Attempts = _status.Attempts + 1 };
        WhipResult result = await client.OfferAsync(_endpoint, token, offer.Sdp, stop).ConfigureAwait(false);
        if (result.Sdp is not { } answer) return Fail(result.Problem, result.RetryAfter);
        try
        {
            if (!SdpAnswerReader.TryRead(answer, out SdpReply? reply, out SdpProblem? unusable)) return Fail(unusable.Detail);
            return await PublishAsync(offer, reply, stop).ConfigureAwait(false);
        }
        finally
        {
            // Also when we stop: the endpoint should not have to find out by a time-out.
            if (result.Resource is { } resource)
            {
                using var patience = new CancellationTokenSource(Farewell, time);
                await client.LeaveAsync(_endpoint, resource, token, patience.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task<TimeSpan> PublishAsync(OutboundOffer offer, SdpReply reply, CancellationToken stop)
    {
        if (server.Connect(offer, reply) is not { } session) return Fail("Too much at once.");
        try
        {
            _status = _status with { State = WhipState.Connecting, Reason = "" };
            await Task.WhenAny(session.Connected, session.Ended).WaitAsync(stop).ConfigureAwait(false);
            long connectedAt = time.GetTimestamp();
            bool connected = session.Connected.IsCompleted;
            if (connected)
            {
                _status = _status with { State = WhipState.Publishing };
                _lastTold = "";
                WhipLog.Publishing(logger, settings.Camera, _status.Endpoint);
            }

            SessionDiagnosis end = await session.Ended.WaitAsync(stop).ConfigureAwait(false);
            if (connected && time.GetElapsedTime(connectedAt) >= Proven) backoff.Reset();
            return Fail(end.Remedy?.Sentence ?? "The endpoint ended the session.");
        }
        finally
        {
            server.Close(session);
        }
    }

    private TimeSpan Fail(string problem, TimeSpan? asked = null)
    {
        // Told once, and again when it is another one: endless attempts must not fill the log.
        TimeSpan wait = backoff.Next(asked);
        if (_lastTold != problem) WhipLog.Failing(logger, settings.Camera, _status.Endpoint, problem, (int)wait.TotalSeconds);
        _lastTold = problem;
        _status = _status with { State = WhipState.Failing, Reason = problem, Failures = _status.Failures + 1 };
        return wait;
    }
}
