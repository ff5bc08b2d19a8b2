namespace Lookout.Rtc.Congestion;

/// <summary>What the delay of packets says of the path (draft-ietf-rmcat-gcc-02 §5.4).</summary>
internal enum PathUsage
{
    Normal,

    /// <summary>A queue is growing.</summary>
    Over,

    /// <summary>A queue is draining.</summary>
    Under,
}
