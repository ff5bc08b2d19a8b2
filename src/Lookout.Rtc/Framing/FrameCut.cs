namespace Lookout.Rtc.Framing;

/// <summary>What the beginning of a stream's buffered bytes is.</summary>
public enum FrameCut
{
    /// <summary>Not a whole frame yet.</summary>
    Incomplete,

    /// <summary>A whole frame.</summary>
    Complete,

    /// <summary>No frame of this protocol: where the next would begin is unknown, so the connection is of no more use.</summary>
    Broken,
}
