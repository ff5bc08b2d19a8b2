namespace Lookout.Rtc.Congestion;

/// <summary>What an estimator has seen; grows only.</summary>
public sealed class EstimatorCounters
{
    public long PacketsSent { get; internal set; }

    public long FeedbacksReceived { get; internal set; }

    /// <summary>Packets that feedback says have come, each counted once.</summary>
    public long PacketsArrived { get; internal set; }

    /// <summary>Packets that feedback says are missing; those that come later are taken off again.</summary>
    public long PacketsLost { get; internal set; }

    /// <summary>Packets of feedback that were never sent, or so long ago that they are forgotten.</summary>
    public long PacketsUnknown { get; internal set; }

    /// <summary>Times the delay began to grow.</summary>
    public long Overuses { get; internal set; }

    /// <summary>Times the estimate was cut because no feedback came.</summary>
    public long Silences { get; internal set; }

    public long ProbesStarted { get; internal set; }

    /// <summary>Probes of which enough came to measure by.</summary>
    public long ProbesMeasured { get; internal set; }
}
