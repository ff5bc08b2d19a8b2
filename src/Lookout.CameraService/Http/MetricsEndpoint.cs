using Lookout.CameraService.Cameras;
using Lookout.CameraService.Identity;
using Lookout.CameraService.Identity.Matching;
using Lookout.CameraService.Live;
using Lookout.CameraService.WebRtc;
using Lookout.CameraService.WebRtc.Routes;
using Lookout.CameraService.Whip;
using Lookout.Link;
using Lookout.Rtc.Session;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Http;

/// <summary>/metrics: the names of conventions.md, always in this order, cameras in the order of the configuration.</summary>
internal sealed class MetricsEndpoint(
    CameraDirectory cameras,
    CameraStreams streams,
    WebRtcServer viewers,
    LiveFeed live,
    DetectorMetrics detector,
    Identities identities,
    WhipPublications publications,
    int ownRestarts,
    TimeProvider time)
{
    private static readonly SessionEndReason[] EndReasons = [.. Enum.GetValues<SessionEndReason>().Where(reason => reason != SessionEndReason.None)];

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.ContentType = MetricsText.ContentType;
        return context.Response.WriteAsync(Write(), context.RequestAborted);
    }

    private string Write()
    {
        var text = new MetricsText();
        text.Gauge("build_info", "Always 1; the labels say what runs.").Sample("build_info", 1, ("version", BuildInfo.Version));
        text.Counter("process_restarts_total", "How often a worker was started anew.")
            .Sample("process_restarts_total", cameras.ServerRestarts, ("service", "camera-server"))
            .Sample("process_restarts_total", ownRestarts, ("service", "camera-service"));
        WriteMemory(text);
        text.Gauge("link_up", "Whether camera-server is connected.").Sample("link_up", cameras.Connected ? 1 : 0);
        WriteCameras(text);
        WriteRenditions(text);
        WriteDetector(text);
        WriteIdentity(text);
        WriteViewers(text);
        WritePublications(text);
        text.Gauge("live_subscribers", "Open live sockets.").Sample("live_subscribers", live.Subscribers);
        text.Counter("live_messages_total", "Messages queued to live sockets.").Sample("live_messages_total", live.Posted);
        text.Counter("live_messages_dropped_total", "Messages that a slow live socket lost.").Sample("live_messages_dropped_total", live.Dropped);
        return text.ToString();
    }

    // What the media path must not move: bytes allocated since the start, and what that made the collector do.
    private static void WriteMemory(MetricsText text)
    {
        text.Counter("process_allocated_bytes_total", "Managed memory allocated since the start.").Sample("process_allocated_bytes_total", GC.GetTotalAllocatedBytes());
        text.Counter("process_gc_collections_total", "Garbage collections by generation.");
        for (int generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            // A collection of a generation collects the younger ones too; each is told once.
            int older = generation < GC.MaxGeneration ? GC.CollectionCount(generation + 1) : 0;
            text.Sample("process_gc_collections_total", GC.CollectionCount(generation) - older, ("generation", MetricsText.Number(generation)));
        }
    }

    private void WriteCameras(MetricsText text)
    {
        CameraSnapshot[] all = [.. Enumerable.Range(0, cameras.Count).Select(i => cameras[i])];
        long now = time.NowNs();
        text.Gauge("camera_up", "Whether the camera is online.");
        foreach (CameraSnapshot c in all) text.Sample("camera_up", c.State.Status == CameraStatus.Online ? 1 : 0, ("camera", c.Name));
        text.Gauge("camera_fps", "Measured frames a second.");
        foreach (CameraSnapshot c in all) text.Sample("camera_fps", c.State.Fps, ("camera", c.Name));
        text.Counter("camera_frames_total", "Frames captured since camera-server started.");
        foreach (CameraSnapshot c in all) text.Sample("camera_frames_total", c.State.Frames, ("camera", c.Name));
        text.Counter("camera_frames_dropped_total", "Frames lost between capture and the link.");
        foreach (CameraSnapshot c in all) text.Sample("camera_frames_dropped_total", c.State.Dropped, ("camera", c.Name));
        text.Counter("camera_restarts_total", "How often the capture was reopened.");
        foreach (CameraSnapshot c in all) text.Sample("camera_restarts_total", c.State.Restarts, ("camera", c.Name));
        text.Gauge("camera_last_frame_age_seconds", "Age of the newest frame; absent before the first.");
        foreach (CameraSnapshot c in all)
        {
            if (c.FrameAgeNs(now) is { } age) text.Sample("camera_last_frame_age_seconds", age / 1e9, ("camera", c.Name));
        }
    }

    private void WriteRenditions(MetricsText text)
    {
        CameraSnapshot[] all = [.. Enumerable.Range(0, cameras.Count).Select(i => cameras[i])];
        Write("camera_rendition_running", "Whether the rendition is made now.", rendition => rendition.Status == RenditionStatus.Running ? 1 : 0);
        Write("camera_rendition_refused", "Whether the rendition cannot be had now.", rendition => rendition.Status == RenditionStatus.Refused ? 1 : 0);
        Write("camera_rendition_bits_per_second", "Measured over the last second.", rendition => rendition.BitsPerSecond);

        void Write(string name, string help, Func<RenditionState, double> value)
        {
            text.Gauge(name, help);
            foreach (CameraSnapshot camera in all)
            {
                foreach (RenditionState rendition in camera.State.Renditions)
                    text.Sample(name, value(rendition), ("camera", camera.Name), ("rendition", RenditionName.All[rendition.Number]));
            }
        }
    }

    private void WriteDetector(MetricsText text)
    {
        const string Name = "detector_inference_seconds";
        text.Histogram(Name, "Time in the model, a frame.");
        for (int i = 0; i < cameras.Count; i++)
        {
            string camera = cameras[i].Name;
            long cumulated = 0;
            for (int bucket = 0; bucket <= DetectorMetrics.Bounds.Length; bucket++)
            {
                cumulated += detector.Count(i, bucket);
                double bound = bucket < DetectorMetrics.Bounds.Length ? DetectorMetrics.Bounds[bucket] : double.PositiveInfinity;
                text.Sample(Name + "_bucket", cumulated, ("camera", camera), ("le", MetricsText.Number(bound)));
            }

            text.Sample(Name + "_sum", detector.SumSeconds(i), ("camera", camera));
            text.Sample(Name + "_count", cumulated, ("camera", camera));
        }
    }

    // Counts alone: whom they are about is nobody's business here.
    private void WriteIdentity(MetricsText text)
    {
        text.Gauge("identity_ready", "Whether people can be recognised.").Sample("identity_ready", identities.Ready ? 1 : 0);
        if (identities.Recogniser is not { } recogniser) return;
        text.Gauge("identity_people", "People enrolled.").Sample("identity_people", identities.Roster.People.Length);
        text.Gauge("identity_samples", "Samples of them.").Sample("identity_samples", identities.Roster.People.Sum(person => person.Samples.Length));
        text.Counter("identity_looks_total", "Faces and bodies compared.")
            .Sample("identity_looks_total", recogniser.FacesSeen, ("kind", "face"))
            .Sample("identity_looks_total", recogniser.FiguresSeen, ("kind", "body"));
        text.Counter("identity_names_given_total", "Names given to tracks.").Sample("identity_names_given_total", recogniser.NamesGiven);
        text.Counter("identity_names_withdrawn_total", "Names taken from tracks in the picture.").Sample("identity_names_withdrawn_total", recogniser.NamesWithdrawn);
        text.Counter("identity_samples_refused_total", "Faces refused at enrolment.").Sample("identity_samples_refused_total", identities.Refusals);
        text.Counter("identity_messages_dropped_total", "Messages that came too quickly to be looked at.").Sample("identity_messages_dropped_total", recogniser.Dropped);
        text.Gauge("identity_tracks", "People in the picture.");
        for (int i = 0; i < cameras.Count; i++) WriteTracks(text, recogniser, i);
    }

    private void WriteTracks(MetricsText text, PeopleRecogniser recogniser, int camera)
    {
        int named = 0, unknown = 0, other = 0;
        foreach (TrackName name in recogniser.Names(camera))
        {
            if (name.Person is not null) named++;
            else if (name.Unknown is not null) unknown++;
            else other++;
        }

        string label = cameras[camera].Name;
        text.Sample("identity_tracks", named, ("camera", label), ("who", "named"))
            .Sample("identity_tracks", unknown, ("camera", label), ("who", "unknown"))
            .Sample("identity_tracks", other, ("camera", label), ("who", "undecided"));
    }

    // An endpoint's address may hold a secret, so publications of one camera are told apart by their place in its list.
    private void WritePublications(MetricsText text)
    {
        (WhipStatus Status, string Index)[] all =
            [.. publications.Status.GroupBy(status => status.Camera).SelectMany(camera => camera.Select((status, i) => (status, MetricsText.Number(i))))];
        if (all.Length == 0) return;
        text.Gauge("whip_publishing", "Whether media flows to the camera's endpoint.");
        foreach ((WhipStatus status, string index) in all) text.Sample("whip_publishing", status.State == WhipState.Publishing ? 1 : 0, ("camera", status.Camera), ("endpoint", index));
        text.Counter("whip_attempts_total", "Offers made to the endpoint.");
        foreach ((WhipStatus status, string index) in all) text.Sample("whip_attempts_total", status.Attempts, ("camera", status.Camera), ("endpoint", index));
        text.Counter("whip_failures_total", "Publications that came to nothing or were lost.");
        foreach ((WhipStatus status, string index) in all) text.Sample("whip_failures_total", status.Failures, ("camera", status.Camera), ("endpoint", index));
    }

    private void WriteViewers(MetricsText text)
    {
        text.Gauge("webrtc_sessions", "Viewers connected now.");
        for (int i = 0; i < cameras.Count; i++) text.Sample("webrtc_sessions", streams.Viewers(i), ("camera", cameras[i].Name));
        text.Gauge("webrtc_port_bound", "Whether the UDP port is ours.").Sample("webrtc_port_bound", viewers.BindError is null ? 1 : 0);
        KnownRoutes routes = viewers.Routes;
        text.Gauge("webrtc_tcp_bound", "Whether viewers can connect by TCP.").Sample("webrtc_tcp_bound", routes.TcpPort != 0 ? 1 : 0);
        text.Gauge("webrtc_tcp_connections", "TCP connections now.").Sample("webrtc_tcp_connections", routes.TcpConnections);
        text.Gauge("webrtc_relays", "Addresses that TURN servers hold for us.").Sample("webrtc_relays", routes.Relayed.Count);
        Total("webrtc_tcp_refused_total", "TCP connections closed as too many or no viewer's.", routes.TcpRefused);

        WebRtcCounters counters = viewers.Counters;
        Total("webrtc_sessions_connected_total", "Sessions whose media keys were agreed.", counters.SessionsConnected);
        Total("webrtc_sessions_refused_total", "Offers refused for want of room.", counters.SessionsRefused);
        text.Counter("webrtc_sessions_ended_total", "Ended sessions by reason.");
        foreach (SessionEndReason reason in EndReasons) text.Sample("webrtc_sessions_ended_total", Ended(reason), ("reason", WebRtcCounters.Label(reason)));
        text.Counter("webrtc_ice_failures_total", "Sessions lost because no path worked, or none any more.")
            .Sample("webrtc_ice_failures_total", Ended(SessionEndReason.IceTimeout), ("reason", "no_path"))
            .Sample("webrtc_ice_failures_total", Ended(SessionEndReason.ConsentExpired), ("reason", "consent_expired"));
        Total("webrtc_sessions_outbound_bytes_total", "Bytes of SRTP handed to the kernel.", counters.BytesSent);
        Total("webrtc_packets_sent_total", "Packets of SRTP handed to the kernel.", counters.PacketsSent);
        Total("webrtc_packets_resent_total", "Packets sent again because a viewer missed them.", counters.PacketsResent);
        Total("webrtc_packets_repaired_total", "Of those, packets on a repair stream (RTX).", counters.PacketsRepaired);
        Total("webrtc_packets_padding_total", "Packets sent to find out what paths carry.", counters.PacketsPadding);
        Total("webrtc_feedback_cut_total", "Datagrams whose feedback was too much to be read to its end.", counters.FeedbackCut);
        Total("webrtc_ssrc_collisions_total", "Packets of viewers under a stream's number of ours.", counters.SsrcCollisions);
        Total("webrtc_nacks_total", "Packets viewers asked for again.", counters.NacksReceived);
        Total("webrtc_keyframe_requests_received_total", "PLI and FIR of viewers.", counters.KeyFrameRequestsReceived);
        Total("webrtc_keyframe_requests_sent_total", "Requests passed on to encoders, after coalescing.", counters.KeyFrameRequestsSent);
        Total("webrtc_frames_discarded_total", "Access units dropped because sending was behind.", counters.FramesDiscarded);
        Total("webrtc_viewers_overrun_total", "Times a viewer fell behind and waited for a key frame.", counters.ViewersOverrun);
        Total("webrtc_datagrams_dropped_total", "Datagrams that were forged, malformed or of no session.", counters.DatagramsDropped);
        Total("webrtc_rendition_changes_total", "Times a viewer changed to another rendition.", counters.RenditionChanges);
        Total("webrtc_send_messages_total", "Messages handed to the kernel; with UDP GSO fewer than datagrams.", counters.MessagesSent);
        Total("webrtc_send_drops_total", "Datagrams the kernel did not take.", counters.SendDrops);
        Total("webrtc_wakes_total", "Times the sending thread woke; with many viewers fewer than datagrams came.", counters.Wakes);
        Total("webrtc_faults_total", "Defects met while handling a datagram.", counters.Faults);

        void Total(string name, string help, long value) => text.Counter(name, help).Sample(name, value);
        long Ended(SessionEndReason reason) => counters.SessionsEnded.GetValueOrDefault(reason);
    }
}
