namespace Lookout.CameraServer.Analysis;

/// <summary>
/// Whether one camera's frame may be left out, because nothing moves and nobody is there. Somebody who stands still is looked at
/// like anybody else; a still scene is looked at now and then all the same, for whoever came in unseen.
/// </summary>
internal sealed class IdleScene
{
    // Faces and people take turns, so each is looked for every one and a half seconds.
    private const long LookNs = 750_000_000;

    // Who was seen may turn up again where they were.
    private const long StayNs = 2_000_000_000;

    private long _lookedNs = KnownTrack.Never;

    /// <summary>Somebody was seen on this frame.</summary>
    public void Saw(long nowNs) => SeenNs = nowNs;

    public long SeenNs { get; private set; } = KnownTrack.Never;

    /// <param name="moves">What the motion gate says.</param>
    /// <param name="nowNs">When the frame was taken.</param>
    public bool MaySkip(bool moves, long nowNs)
    {
        if (!moves && nowNs - SeenNs > StayNs && nowNs - _lookedNs < LookNs) return true;
        _lookedNs = nowNs;
        return false;
    }
}
