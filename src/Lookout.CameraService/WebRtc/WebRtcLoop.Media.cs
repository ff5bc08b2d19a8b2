using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// The media path: an access unit is cut once, then encrypted for each viewer. What one viewer gets in a turn lies
/// together in the batch, so that it leaves as few messages.
/// </summary>
internal sealed partial class WebRtcLoop
{
    private void FanOut(TimeSpan now)
    {
        foreach (StreamFeed feed in _feeds)
        {
            while (feed.Stream.TryTake(out QueuedAccessUnit unit))
            {
                bool added = feed.Add(unit);
                unit.Return();
                if (!added) continue;
                foreach (Viewer viewer in feed.Viewers)
                {
                    viewer.Offer(now, feed);
                    viewer.DueAt = now;
                }
            }
        }

        foreach (Viewer viewer in _sessions.All)
        {
            if (now < viewer.DueAt) continue;
            try
            {
                Serve(viewer, now);
            }
            catch (Exception exception)
            {
                // What trips over one viewer must not cost the others their frame.
                CountFault(exception, WebRtcLog.LoopFault);
            }
        }
    }

    private void Serve(Viewer viewer, TimeSpan now)
    {
        viewer.Touch();
        if (!_media.TryServe(viewer, now)) Close(viewer, SessionEndReason.Stalled, now);
    }

    private void CountOverrun(Viewer viewer)
    {
        _totals.Overrun++;
        WebRtcLog.Overrun(_logger, viewer.SessionId, viewer.Feed.Stream.Camera);
    }
}
