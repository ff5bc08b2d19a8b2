namespace Lookout.Rtc.Sdp;

/// <summary>What is wrong with an offer, in words for whoever sent it.</summary>
/// <param name="Kind">Which kind of wrong.</param>
/// <param name="Detail">One sentence; holds nothing of the offer but line numbers.</param>
public sealed record SdpProblem(SdpProblemKind Kind, string Detail);

/// <summary>Whether an offer is broken, or merely asks for what we do not have.</summary>
public enum SdpProblemKind
{
    /// <summary>It is no offer, or lacks what every WebRTC offer has.</summary>
    Malformed,

    /// <summary>It is an offer, but not for H.264 video that we could send.</summary>
    NotAcceptable,
}
