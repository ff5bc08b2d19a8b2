namespace Lookout.Rtc.Sdp;

/// <summary>One payload type of a media section, put together from its rtpmap, fmtp and rtcp-fb lines.</summary>
public sealed class SdpCodec
{
    private const int MaxFeedback = 32;
    private const string RepairName = "rtx";

    internal SdpCodec(byte payloadType) => PayloadType = payloadType;

    /// <summary>0 to 127.</summary>
    public byte PayloadType { get; }

    /// <summary>Encoding name as offered, for example H264; empty without rtpmap.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>In Hz; 0 without rtpmap.</summary>
    public int ClockRate { get; internal set; }

    /// <summary>Feedback kinds such as "nack pli".</summary>
    public IReadOnlySet<string> Feedback => _feedback;

    /// <summary>H.264: 0 single NAL units only, 1 with aggregates and fragments.</summary>
    public int PacketizationMode { get; internal set; }

    public H264Profile Profile { get; internal set; } = H264Profile.Default;

    /// <summary>H.265: profile, tier and level.</summary>
    public H265Profile H265Profile { get; internal set; } = H265Profile.Default;

    /// <summary>H.265: all layers come in one RTP stream (tx-mode SRST), the only mode WebRTC has.</summary>
    public bool IsSingleStream { get; internal set; } = true;

    public bool IsH265 => Name.Equals("H265", StringComparison.OrdinalIgnoreCase);

    /// <summary>The parameters to answer: the offered profile, and how we fragment.</summary>
    public string AnswerParameters => IsH265
        ? $"level-id={H265Profile.Level};profile-id={H265Profile.ProfileId};tier-flag={H265Profile.Tier};tx-mode=SRST"
        : $"level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={Profile}";

    /// <summary>rtx (RFC 4588 §8.6): the payload type it sends again, from "apt"; -1 without.</summary>
    public int RepairedPayloadType { get; internal set; } = -1;

    private readonly HashSet<string> _feedback = [];

    /// <summary>Whether this one sends packets of <paramref name="codec"/> again.</summary>
    public bool Repairs(SdpCodec codec) =>
        RepairedPayloadType == codec.PayloadType && ClockRate == codec.ClockRate && Name.Equals(RepairName, StringComparison.OrdinalIgnoreCase);

    internal void AddFeedback(ReadOnlySpan<char> kind)
    {
        if (_feedback.Count < MaxFeedback) _feedback.Add(kind.ToString());
    }
}
