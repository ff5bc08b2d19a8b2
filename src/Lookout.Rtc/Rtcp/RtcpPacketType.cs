namespace Lookout.Rtc.Rtcp;

/// <summary>RTCP packet types (RFC 3550 §12.1, RFC 4585 §6.1).</summary>
public enum RtcpPacketType : byte
{
    SenderReport = 200,
    ReceiverReport = 201,
    SourceDescription = 202,
    Bye = 203,
    ApplicationDefined = 204,

    /// <summary>Transport layer feedback: NACK, transport-wide congestion control.</summary>
    TransportFeedback = 205,

    /// <summary>Payload-specific feedback: PLI, FIR, REMB.</summary>
    PayloadFeedback = 206,

    ExtendedReport = 207,
}
