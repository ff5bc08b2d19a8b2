namespace Lookout.Rtc.Rtcp;

/// <summary>
/// A packet's status in transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.1). The value is
/// also the length of its delta in bytes.
/// </summary>
internal enum ArrivalStatus
{
    NotReceived = 0,

    /// <summary>0 to 63.75 ms after the packet before.</summary>
    SmallDelta = 1,

    /// <summary>Further away, or before the packet before.</summary>
    LargeDelta = 2,

    Reserved = 3,
}
