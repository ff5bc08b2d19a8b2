using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>The media path: an access unit is cut once, then encrypted for each viewer.</summary>
internal sealed partial class WebRtcLoop
{
    private const int MaxPacket = StreamFeed.MaxPayload + RtcSession.MaxMediaOverhead;

    // A replayed group of pictures goes out at about 150 Mbit/s: quickly, but not in one burst that a socket's buffer drops.
    private const int CatchUpBurst = 32;
    private static readonly TimeSpan CatchUpInterval = TimeSpan.FromMilliseconds(2);

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
                    viewer.Offer(now, feed.Newest.First, feed.Newest.Key);
                    Pump(viewer, now);
                }
            }

            foreach (Viewer viewer in feed.Viewers)
                if (viewer.IsCatchingUp) Pump(viewer, now);
        }
    }

    private void Pump(Viewer viewer, TimeSpan now)
    {
        if (!viewer.IsBehind || !viewer.Session.TryGetRemote(out TransportAddress remote)) return;
        int budget = int.MaxValue;
        if (viewer.IsCatchingUp)
        {
            if (now < viewer.BurstAt) return;
            viewer.BurstAt = now + CatchUpInterval;
            budget = CatchUpBurst;
        }

        for (; viewer.IsBehind && budget > 0; budget--)
        {
            if (!viewer.Feed.History.TryGet(viewer.Cursor, out StoredPacket packet))
            {
                _totals.Overrun++;
                WebRtcLog.Overrun(_logger, viewer.SessionId, viewer.Feed.Stream.Camera);
                viewer.Overrun();
                return;
            }

            int length = viewer.Session.Write(now, _sender.Reserve(MaxPacket), viewer.Cursor, packet);
            if (length == 0) return;
            _sender.Add(length, remote);
            viewer.Sent();
        }
    }
}
