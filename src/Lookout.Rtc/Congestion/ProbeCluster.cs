namespace Lookout.Rtc.Congestion;

/// <summary>A burst that shows whether the path carries more: padding or packets sent again, as fast as it says.</summary>
/// <param name="Id">Not 0; goes with each of its packets to <see cref="BandwidthEstimator.Sent"/>.</param>
/// <param name="Bps">How fast its packets leave.</param>
/// <param name="Bytes">It is over when this much has left,</param>
/// <param name="Packets">in no fewer packets than this.</param>
public readonly record struct ProbeCluster(int Id, long Bps, int Bytes, int Packets);
