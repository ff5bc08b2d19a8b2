using Lookout.Rtc.Ice;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc;

/// <summary>What sessions have counted, added up.</summary>
internal struct SessionSums
{
    public long BytesSent { get; private set; }

    public long PacketsSent { get; private set; }

    public long PacketsResent { get; private set; }

    public long PacketsRepaired { get; private set; }

    public long PacketsPadding { get; private set; }

    public long NacksReceived { get; private set; }

    public long KeyFrameRequests { get; private set; }

    public long FeedbackCut { get; private set; }

    public long SsrcCollisions { get; private set; }

    /// <summary>Datagrams that no session had use for.</summary>
    public long Dropped { get; private set; }

    public long RenditionChanges { get; private set; }

    public void Add(Viewer viewer)
    {
        SessionCounters counters = viewer.Session.Counters;
        BytesSent += counters.BytesSent;
        PacketsSent += counters.PacketsSent;
        PacketsResent += counters.PacketsResent;
        PacketsRepaired += counters.PacketsRepaired;
        PacketsPadding += counters.PacketsPadding;
        NacksReceived += counters.NacksReceived;
        KeyFrameRequests += counters.KeyFrameRequests;
        FeedbackCut += counters.FeedbackCut;
        SsrcCollisions += counters.SsrcCollisions;
        Dropped += counters.Unvalidated + counters.Rejected;
        foreach (IceDrop reason in Enum.GetValues<IceDrop>()) Dropped += viewer.Session.Ice.Counters.Dropped(reason);
        RenditionChanges += viewer.RenditionChanges;
    }
}
