namespace Lookout.Bench;

/// <summary>What one number of cameras came to. Each figure is the median of the windows.</summary>
/// <param name="Cameras">Cameras in which faces and people are looked for; the clock, which is not looked at, comes on top.</param>
/// <param name="Recognition">Whether faces and bodies were turned into embeddings and compared.</param>
/// <param name="Faces">Frames a second in which faces were looked for, mean of these cameras.</param>
/// <param name="People">The same for people.</param>
/// <param name="Video">Frames a second that the viewer of a camera got; of the camera that was worst off.</param>
/// <param name="Clock">Frames a second that the clock's viewer got.</param>
/// <param name="Lost">Frames of these cameras that capture lost in all windows.</param>
/// <param name="ClockLost">The same of the clock.</param>
/// <param name="Unsent">Frames of any camera that the sender gave up in all windows.</param>
/// <param name="ServerCpu">CPU of camera-server, percent of one core.</param>
/// <param name="Idle">Percent of the whole machine, viewers and strangers included, that had no work.</param>
public sealed record ChainLoad(
    int Cameras, bool Recognition, double Faces, double People, double Video, double Clock, long Lost, long ClockLost, long Unsent, double ServerCpu, double Idle)
{
    /// <summary>Analyses of any kind a second and camera.</summary>
    public double Analyses => Faces + People;
}
