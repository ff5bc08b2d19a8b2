namespace Lookout.Rtc.Rtcp;

/// <summary>How a receiver tells what the path to it carries.</summary>
public enum RateFeedback
{
    /// <summary>Not at all, but for the loss in its reports.</summary>
    None,

    /// <summary>It estimates itself and says a number (REMB).</summary>
    ReceiverEstimate,

    /// <summary>It says when each packet came (transport-wide congestion control).</summary>
    TransportWide,
}
