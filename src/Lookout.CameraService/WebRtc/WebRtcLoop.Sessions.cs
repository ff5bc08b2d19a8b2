using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>What happens to sessions: they come, connect, say something, end and are forgotten.</summary>
internal sealed partial class WebRtcLoop
{
    // An ended session stays so long, for its close_notify comes from another thread.
    private static readonly TimeSpan FarewellTime = TimeSpan.FromMilliseconds(200);
    private const int FarewellTurns = 10;
    private static readonly TimeSpan FarewellTurn = TimeSpan.FromMilliseconds(10);

    private void Execute(in LoopCommand command, TimeSpan now)
    {
        if (command.AddFeed is { } feed)
        {
            _feeds.Add(feed);
            feed.Start();
        }

        if (command.AddViewer is { } viewer)
        {
            _sessions.Add(viewer);
            JoinRoutes(viewer, now);
            viewer.Feed.Join(viewer);
        }

        if (command.CloseViewer is { } closed)
        {
            Close(closed, SessionEndReason.Closed, now);
        }

        ExecuteQuestion(command, now);
    }

    private void AdvanceAll(TimeSpan now)
    {
        bool dtlsMoved = Interlocked.Exchange(ref _dtlsMoved, 0) != 0;
        for (int i = _sessions.All.Count - 1; i >= 0; i--)
        {
            Viewer viewer = _sessions.All[i];
            if (!dtlsMoved && now < viewer.DueAt) continue;
            try
            {
                Advance(viewer, dtlsMoved, now);
            }
            catch (Exception exception)
            {
                // As in FanOut: what trips over one viewer must not cost the others their turn.
                CountFault(exception, WebRtcLog.LoopFault);
            }
        }

        foreach (StreamFeed feed in _feeds) feed.Advance(now);
    }

    private void Advance(Viewer viewer, bool dtlsMoved, TimeSpan now)
    {
        viewer.Touch();
        if (now >= viewer.ForgetAt)
        {
            Forget(viewer);
            return;
        }

        if (!dtlsMoved && now < viewer.Session.NextTimeout) return;
        uint rtpTime = viewer.Feed.Stream.RtpTime(MonotonicClock.Nanoseconds);
        viewer.Session.Advance(now, SenderClock.From(DateTimeOffset.UtcNow, rtpTime));
        Follow(viewer, now);
    }

    // After anything that may have moved a session: act on what it has become, and send what it wants to say.
    private void Follow(Viewer viewer, TimeSpan now)
    {
        // First of all what DTLS has to say: media that arrives before the server's Finished is thrown away.
        Drain(viewer);
        if (viewer.TryConnect(now))
        {
            _totals.Connected++;
            viewer.Outbound?.Connect();
            WebRtcLog.Connected(_logger, viewer.SessionId, viewer.Feed.Stream.Camera, (int)(now - viewer.OpenedAt).TotalMilliseconds);
        }

        viewer.MayHaveResends = true;
        Serve(viewer, now);
        if (viewer.Session.TakeKeyFrameRequest()) viewer.Repair();
        if (viewer.Session.State == SessionState.Ended && viewer.ForgetAt == TimeSpan.MaxValue) End(viewer, now);
    }

    private void Drain(Viewer viewer)
    {
        RtcSession session = viewer.Session;
        while (session.TryTakeDatagram(_sender.Reserve(RtcSession.MaxDatagram), out int length, out TransportAddress to)) _sender.Add(length, to);
    }

    private void Close(Viewer viewer, SessionEndReason reason, TimeSpan now)
    {
        viewer.Session.Close(reason);
        Follow(viewer, now);
    }

    private void End(Viewer viewer, TimeSpan now)
    {
        viewer.ForgetAt = now + FarewellTime;
        Ended(viewer);
        viewer.LeaveFeeds(now);
        _totals.CountEnd(viewer.Session.EndReason);
        WebRtcLog.Ended(_logger, viewer.SessionId, viewer.Feed.Stream.Camera, viewer.Session.EndReason);
    }

    private void Forget(Viewer viewer)
    {
        Drain(viewer);
        _sessions.Remove(viewer);
        foreach (TransportAddress address in viewer.Addresses) _sender.Sources.Forget(address);
        LeaveRoutes(viewer);
        _totals.Absorb(viewer);
        viewer.Dispose();
    }

    private void Farewell()
    {
        TimeSpan now = MonotonicClock.Now;
        while (_commands.Reader.TryRead(out LoopCommand command)) Execute(command, now);
        foreach (Viewer viewer in _sessions.All) viewer.Session.Close();
        for (int turn = 0; turn < FarewellTurns && _sessions.All.Count > 0; turn++)
        {
            foreach (Viewer viewer in _sessions.All) Drain(viewer);
            _sender.Flush();
            _socket?.Wait(FarewellTurn);
        }

        CloseRoutes(now);
        foreach (Viewer viewer in _sessions.All) viewer.Dispose();
    }
}
