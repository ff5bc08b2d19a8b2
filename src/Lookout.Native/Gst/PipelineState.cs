namespace Lookout.Native.Gst;

/// <summary>GstState.</summary>
public enum PipelineState
{
    Null = 1,
    Ready = 2,
    Paused = 3,
    Playing = 4,
}

/// <summary>GstStateChangeReturn. NoPreroll is a success of a live source, Pending one that has not come yet.</summary>
public enum StateChange
{
    Failed = 0,
    Done = 1,
    Pending = 2,
    NoPreroll = 3,
}
