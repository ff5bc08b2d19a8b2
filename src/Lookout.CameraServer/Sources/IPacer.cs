namespace Lookout.CameraServer.Sources;

/// <summary>Time of a source that makes its own: CLOCK_MONOTONIC in nanoseconds.</summary>
internal interface IPacer
{
    long NowNs { get; }

    /// <summary>Waits until then. False: the camera is being stopped.</summary>
    bool WaitUntil(long timeNs);
}
