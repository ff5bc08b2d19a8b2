namespace Lookout.Vision.Tracking;

/// <summary>One object over time. Reused by its tracker once it is given up.</summary>
internal sealed class Trajectory
{
    // How much of the appearance so far is kept when a new one comes (FairMOT, Zhang et al. 2021).
    private const float Memory = 0.9f;

    private KalmanBox _filter;
    private float[] _appearance = [];
    private bool _hasAppearance;

    public int Id { get; private set; }

    public TrajectoryState State { get; private set; }

    /// <summary>The update it began at.</summary>
    public long Since { get; private set; }

    /// <summary>The update it was last seen at.</summary>
    public long Seen { get; private set; }

    /// <summary>The detection of that update.</summary>
    public int Detection { get; private set; }

    /// <summary>Another one is the same object and was there longer.</summary>
    public bool IsDuplicate { get; set; }

    /// <summary>The filter's estimate for now.</summary>
    public BoundingBox Box { get; private set; }

    public void Begin(int id, in BoundingBox box, int detection, long now, bool confirmed)
    {
        _filter = new KalmanBox(box);
        _hasAppearance = IsDuplicate = false;
        (Id, Detection, Since, Seen) = (id, detection, now, now);
        Box = _filter.Box;
        State = confirmed ? TrajectoryState.Tracked : TrajectoryState.Unconfirmed;
    }

    public void Predict()
    {
        _filter.Predict(State != TrajectoryState.Lost);
        Box = _filter.Box;
    }

    public void See(in BoundingBox box, int detection, long now)
    {
        _filter.Correct(box);
        (Detection, Seen) = (detection, now);
        Box = _filter.Box;
        State = TrajectoryState.Tracked;
    }

    public void Lose() => State = TrajectoryState.Lost;

    /// <summary>Takes the unit vector in; a zero vector means that nobody looked.</summary>
    public void Resemble(ReadOnlySpan<float> unit)
    {
        if (!IsGiven(unit)) return;
        if (_appearance.Length != unit.Length) _appearance = new float[unit.Length];
        if (!_hasAppearance)
        {
            unit.CopyTo(_appearance);
            _hasAppearance = true;
            return;
        }
        float squares = 0;
        for (int i = 0; i < unit.Length; i++)
        {
            _appearance[i] = Memory * _appearance[i] + (1 - Memory) * unit[i];
            squares += _appearance[i] * _appearance[i];
        }
        float scale = squares > 0 ? 1 / MathF.Sqrt(squares) : 0;
        for (int i = 0; i < unit.Length; i++) _appearance[i] *= scale;
    }

    /// <summary>Half the cosine distance, 0..1; 1 while either side is unknown.</summary>
    public double Unlike(ReadOnlySpan<float> unit)
    {
        if (!_hasAppearance || !IsGiven(unit)) return 1;
        double product = 0;
        for (int i = 0; i < unit.Length; i++) product += _appearance[i] * (double)unit[i];
        return Math.Max(0, (1 - product) / 2);
    }

    private static bool IsGiven(ReadOnlySpan<float> unit) => unit.ContainsAnyExcept(0f);
}

internal enum TrajectoryState
{
    /// <summary>Seen once: shown to nobody until it is seen again.</summary>
    Unconfirmed,
    Tracked,

    /// <summary>Not seen lately; its place is guessed.</summary>
    Lost,
}
