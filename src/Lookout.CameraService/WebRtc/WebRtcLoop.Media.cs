using Lookout.Rtc.Congestion;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// The media path: an access unit is cut once, then encrypted for each viewer. What one viewer gets in a turn lies
/// together in the batch, so that it leaves as few messages.
/// </summary>
internal sealed partial class WebRtcLoop
{
    private const int MaxPacket = StreamFeed.MaxPayload + RtcSession.MaxMediaOverhead;

    private void FanOut(TimeSpan now)
    {
        foreach (StreamFeed feed in _feeds)
        {
            while (feed.Stream.TryTake(out QueuedAccessUnit unit))
            {
                bool added = feed.Add(unit);
                unit.Return();
                if (!added) continue;
                foreach (Viewer viewer in feed.Viewers) viewer.Offer(now, feed);
            }
        }

        foreach (Viewer viewer in _sessions.All)
        {
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
        if (viewer.Session.State != SessionState.Connected) return;
        viewer.Choose(now);
        if (!viewer.Session.TryGetRemote(out TransportAddress remote) || !_sender.HasRoom(remote))
        {
            DropIfTooFarBehind(viewer, now);
            if (viewer.IsStalled(now)) Close(viewer, SessionEndReason.Stalled, now);
            return;
        }

        viewer.FoundRoom();
        Resend(viewer, now, remote);
        SendMedia(viewer, now, remote);
        SendProbe(viewer, now, remote);
    }

    // Lost packets first: somebody's picture stands still for want of them.
    private void Resend(Viewer viewer, TimeSpan now, in TransportAddress remote)
    {
        while (viewer.MayHaveResends && viewer.ResendPacer.IsClear(now))
        {
            int bytes = 0;
            for (int packets = Sending.Pacer.FewPackets; packets > 0; packets--)
            {
                viewer.MayHaveResends = viewer.Session.TryTakeResend(now, _sender.Reserve(MaxPacket), out int length);
                if (!viewer.MayHaveResends) break;
                _sender.Add(length, remote);
                bytes += length;
            }

            viewer.ResendPacer.Sent(now, viewer.PaceBps, bytes);
        }
    }

    private void SendMedia(Viewer viewer, TimeSpan now, in TransportAddress remote)
    {
        while (true)
        {
            viewer.TrySwitch(now);
            if (DropIfTooFarBehind(viewer, now) || viewer.Behind == 0 || viewer.IsHeld || !viewer.MediaPacer.IsClear(now)) return;
            long pace = viewer.PaceBps;
            int bytes = SendChunk(viewer, Sending.Pacer.Allow(pace, viewer.Behind), now, remote);
            if (bytes == 0) return;
            viewer.MediaPacer.Sent(now, pace, bytes);
        }
    }

    private int SendChunk(Viewer viewer, int packets, TimeSpan now, in TransportAddress remote)
    {
        int bytes = 0;
        for (; packets > 0 && !viewer.IsHeld && viewer.Feed.History.TryGet(viewer.Cursor, out StoredPacket packet); packets--)
        {
            int length = viewer.Session.Write(now, _sender.Reserve(MaxPacket), viewer.Cursor, packet);
            if (length == 0) break;
            _sender.Add(length, remote);
            viewer.Sent(packet);
            bytes += length;
        }

        return bytes;
    }

    private void SendProbe(Viewer viewer, TimeSpan now, in TransportAddress remote)
    {
        if (viewer.Session.Bandwidth is not { } bandwidth) return;
        if (!viewer.Probe.IsRunning && bandwidth.TryTakeProbe(now, out ProbeCluster cluster)) viewer.Probe.Begin(now, cluster);
        while (now >= viewer.Probe.NextAt)
        {
            int length = viewer.Session.WritePadding(now, _sender.Reserve(MaxPacket), MaxPacket, viewer.Probe.Cluster);
            if (length == 0)
            {
                // Nothing has been sent yet, or there is no stream to pad.
                viewer.Probe.End();
                return;
            }

            _sender.Add(length, remote);
            viewer.Probe.Sent(length);
        }
    }

    private bool DropIfTooFarBehind(Viewer viewer, TimeSpan now)
    {
        if (!viewer.IsTooFarBehind(now)) return false;
        _totals.Overrun++;
        WebRtcLog.Overrun(_logger, viewer.SessionId, viewer.Feed.Stream.Camera);
        viewer.DropToKey();
        return true;
    }
}
