using Lookout.Rtc.Congestion;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc.Sending;

/// <summary>
/// Gives a viewer what is due to it: packets asked for again, the stream, padding of a probe, each when its pacer lets it.
/// Has no clock and no socket of its own, so that the network simulator of the tests runs it as the loop does.
/// </summary>
/// <param name="sender">Takes what leaves.</param>
/// <param name="overrun">Told of each viewer that was dropped to the next key frame.</param>
internal sealed class MediaSender(DatagramSender sender, Action<Viewer> overrun)
{
    private const int MaxResends = 2 * Pacer.FewPackets;
    private const int MaxPacket = StreamFeed.MaxPayload + RtcSession.MaxMediaOverhead;

    /// <summary>Sends what is due now. False when the way to the viewer has taken nothing for too long.</summary>
    public bool TryServe(Viewer viewer, TimeSpan now)
    {
        if (viewer.Session.State != SessionState.Connected) return true;
        viewer.Choose(now);
        if (!viewer.Session.TryGetRemote(out TransportAddress remote) || !sender.HasRoom(remote))
        {
            DropIfTooFarBehind(viewer, now);
            return !viewer.IsStalled(now);
        }

        viewer.FoundRoom();
        viewer.AdvancePause(now);
        Resend(viewer, now, remote);
        SendMedia(viewer, now, remote);
        SendProbe(viewer, now, remote);
        return true;
    }

    // Lost packets first: somebody's picture stands still for want of them.
    private void Resend(Viewer viewer, TimeSpan now, in TransportAddress remote)
    {
        while (viewer.MayHaveResends && !viewer.IsPaused && viewer.ResendPacer.IsClear(now))
        {
            int bytes = 0;
            for (int packets = Pacer.Allow(viewer.ResendBps, MaxResends); packets > 0; packets--)
            {
                viewer.MayHaveResends = viewer.Session.TryTakeResend(now, sender.Reserve(MaxPacket), out int length);
                if (!viewer.MayHaveResends) break;
                sender.Add(length, remote);
                bytes += length;
            }

            viewer.ResendPacer.Sent(now, viewer.ResendBps, bytes);
        }
    }

    private void SendMedia(Viewer viewer, TimeSpan now, in TransportAddress remote)
    {
        while (true)
        {
            viewer.TrySwitch(now);
            if (DropIfTooFarBehind(viewer, now) || viewer.Behind == 0 || viewer.IsHeld || viewer.IsPaused || !viewer.MediaPacer.IsClear(now)) return;
            long pace = viewer.PaceBps;
            int bytes = SendChunk(viewer, Pacer.Allow(pace, viewer.Behind), now, remote);
            if (bytes == 0) return;
            viewer.MediaPacer.Sent(now, pace, bytes);
        }
    }

    private int SendChunk(Viewer viewer, int packets, TimeSpan now, in TransportAddress remote)
    {
        int bytes = 0;
        for (; packets > 0 && !viewer.IsHeld && !viewer.IsPaused && viewer.Feed.History.TryGet(viewer.Cursor, out StoredPacket packet); packets--)
        {
            int length = viewer.Session.Write(now, sender.Reserve(MaxPacket), viewer.Cursor, packet);
            if (length == 0) break;
            sender.Add(length, remote);
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
            int length = viewer.Session.WritePadding(now, sender.Reserve(MaxPacket), MaxPacket, viewer.Probe.Cluster);
            if (length == 0)
            {
                // Nothing has been sent yet, or there is no stream to pad.
                viewer.Probe.End();
                return;
            }

            sender.Add(length, remote);
            viewer.Probe.Sent(length);
        }
    }

    private bool DropIfTooFarBehind(Viewer viewer, TimeSpan now)
    {
        if (!viewer.IsTooFarBehind(now)) return false;
        overrun(viewer);
        viewer.DropToKey();
        return true;
    }
}
