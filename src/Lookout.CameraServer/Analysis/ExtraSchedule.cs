namespace Lookout.CameraServer.Analysis;

/// <summary>
/// Which extra one camera's frame gets. Poses come at least on every second one, since limbs move; in between whoever waited longest
/// for a look at face or body gets it. So the cost of a frame has a bound, however many wait.
/// </summary>
internal sealed class ExtraSchedule
{
    private Extra _last;

    /// <param name="poses">Whether somebody is there whose pose is wanted.</param>
    /// <param name="facesNs">How long somebody's face has been due; negative: nobody's is.</param>
    /// <param name="bodiesNs">The same for bodies.</param>
    public Extra Next(bool poses, long facesNs, long bodiesNs)
    {
        Extra waiting = facesNs < 0 && bodiesNs < 0 ? Extra.None : facesNs >= bodiesNs ? Extra.Faces : Extra.Bodies;
        _last = poses && (_last != Extra.Poses || waiting == Extra.None) ? Extra.Poses : waiting;
        return _last;
    }
}
