namespace Lookout.Vision.Tracking;

/// <summary>
/// Joins detections of successive frames to objects with ids: ByteTrack (Zhang et al., "ByteTrack: Multi-Object Tracking by
/// Associating Every Detection Box", ECCV 2022), with a cheapest assignment in each stage. Not thread safe; deterministic; an
/// update allocates only when there is more than ever before.
/// </summary>
public sealed class ByteTracker
{
    private readonly TrackerSettings _settings;
    private readonly Assignment _assignment = new();
    private readonly Stack<Trajectory> _free = [];

    // Unconfirmed, tracked and lost ones, in the order in which they were first seen.
    private readonly List<Trajectory> _known = [];
    private readonly List<Trajectory> _candidates = [];
    private readonly List<Trajectory> _lost = [];
    private readonly List<int> _high = [], _low = [];
    private readonly BoxTable _table = new();
    private Track[] _seen = [];
    private long _now;
    private int _lastId;

    public ByteTracker(TrackerSettings settings) => _settings = settings;

    /// <summary>Takes the detections of the next frame.</summary>
    /// <param name="detections">In any order; what has no extent or no number for a score is ignored.</param>
    /// <param name="appearances">
    /// Empty, or one unit vector of <see cref="TrackerSettings.AppearanceLength"/> a detection; zeros for one that nobody looked at.
    /// </param>
    /// <returns>The confirmed objects seen on this frame, oldest first; valid until the next update.</returns>
    public ReadOnlySpan<Track> Update(ReadOnlySpan<Detection> detections, ReadOnlySpan<float> appearances = default)
    {
        if (!appearances.IsEmpty && (_settings.AppearanceLength == 0 || appearances.Length != detections.Length * _settings.AppearanceLength))
            throw new ArgumentException($"{appearances.Length} values are not {detections.Length} vectors of {_settings.AppearanceLength}.", nameof(appearances));
        _now++;
        Sort(detections);
        foreach (Trajectory trajectory in _known) trajectory.Predict();

        var all = new Scene(detections, appearances);
        Take(TrajectoryState.Tracked, TrajectoryState.Lost);
        Associate(all, _high, _settings.FirstLimit, isFirst: true);
        TakeUnseen(TrajectoryState.Tracked);
        Associate(all, _low, _settings.SecondLimit, isFirst: false);
        foreach (Trajectory trajectory in _candidates)
        {
            if (trajectory.Seen != _now) trajectory.Lose();
        }
        Take(TrajectoryState.Unconfirmed, TrajectoryState.Unconfirmed);
        Associate(all, _high, _settings.UnconfirmedLimit, isFirst: true);
        BeginNew(all);
        DropDuplicates();
        GiveUp();
        return Report();
    }

    // _high and _low hold what no stage has taken yet.
    private void Sort(ReadOnlySpan<Detection> detections)
    {
        _high.Clear();
        _low.Clear();
        for (int i = 0; i < detections.Length; i++)
        {
            (BoundingBox box, float score) = detections[i];
            if (!(box.Width > 0 && box.Height > 0) || !float.IsFinite(box.X + box.Y + box.Width + box.Height)) continue;
            if (score > _settings.HighScore) _high.Add(i);
            else if (score > _settings.LowScore) _low.Add(i);
        }
    }

    private void Take(TrajectoryState one, TrajectoryState other)
    {
        _candidates.Clear();
        foreach (Trajectory trajectory in _known)
        {
            if (trajectory.State == one || trajectory.State == other) _candidates.Add(trajectory);
        }
    }

    private void TakeUnseen(TrajectoryState state)
    {
        _candidates.Clear();
        foreach (Trajectory trajectory in _known)
        {
            if (trajectory.State == state && trajectory.Seen != _now) _candidates.Add(trajectory);
        }
    }

    private void Associate(in Scene scene, List<int> open, double limit, bool isFirst)
    {
        if (open.Count == 0 || _candidates.Count == 0) return;
        _assignment.Begin(_candidates.Count, open.Count, limit);
        _table.Clear();
        foreach (int detection in open) _table.Add(scene.Detections[detection].Box);
        for (int row = 0; row < _candidates.Count; row++)
        {
            Trajectory trajectory = _candidates[row];
            BoundingBox box = trajectory.Box;
            foreach (int column in _table.Meeting(box))
            {
                ref readonly Detection detection = ref scene.Detections[open[column]];
                double overlap = BoundingBox.Overlap(box, detection.Box);
                // A doubtful detection is a worse match than a sure one at the same place; among the low ones all are doubtful.
                double cost = isFirst ? 1 - overlap * detection.Score : 1 - overlap;
                if (isFirst && scene.HasAppearances && 1 - overlap <= _settings.AppearanceReach)
                {
                    double unlike = trajectory.Unlike(scene.Appearance(open[column]));
                    if (unlike <= _settings.AppearanceLimit) cost = Math.Min(cost, unlike);
                }
                _assignment.Add(row, column, cost);
            }
        }
        _assignment.Solve();
        for (int row = 0; row < _candidates.Count; row++)
        {
            if (_assignment.ColumnOf(row) is not (>= 0 and int column)) continue;
            int detection = open[column];
            _candidates[row].See(scene.Detections[detection].Box, detection, _now);
            if (scene.HasAppearances) _candidates[row].Resemble(scene.Appearance(detection));
        }
        int kept = 0;
        for (int column = 0; column < open.Count; column++)
        {
            if (_assignment.RowOf(column) < 0) open[kept++] = open[column];
        }
        open.RemoveRange(kept, open.Count - kept);
    }

    private void BeginNew(in Scene scene)
    {
        foreach (int detection in _high)
        {
            if (scene.Detections[detection].Score < _settings.NewTrackScore) continue;
            Trajectory trajectory = _free.TryPop(out Trajectory? used) ? used : new Trajectory();
            // Before the first frame there was nothing that could have been seen.
            trajectory.Begin(++_lastId, scene.Detections[detection].Box, detection, _now, confirmed: _now == 1);
            if (scene.HasAppearances) trajectory.Resemble(scene.Appearance(detection));
            _known.Add(trajectory);
        }
    }

    // A tracked and a lost one at one place are the same object: the one that was seen for longer stays.
    private void DropDuplicates()
    {
        _table.Clear();
        _lost.Clear();
        foreach (Trajectory lost in _known)
        {
            if (lost.State != TrajectoryState.Lost) continue;
            _lost.Add(lost);
            _table.Add(lost.Box);
        }
        foreach (Trajectory tracked in _known)
        {
            if (tracked.State != TrajectoryState.Tracked) continue;
            BoundingBox box = tracked.Box;
            foreach (int index in _table.Meeting(box))
            {
                Trajectory lost = _lost[index];
                if (!(1 - BoundingBox.Overlap(box, lost.Box) < _settings.DuplicateLimit)) continue;
                bool isTrackedOlder = tracked.Seen - tracked.Since > lost.Seen - lost.Since;
                (isTrackedOlder ? lost : tracked).IsDuplicate = true;
            }
        }
    }

    private void GiveUp()
    {
        int kept = 0;
        for (int i = 0; i < _known.Count; i++)
        {
            Trajectory trajectory = _known[i];
            bool isOver = trajectory.IsDuplicate || trajectory.State switch
            {
                TrajectoryState.Unconfirmed => trajectory.Seen != _now,
                TrajectoryState.Lost => _now - trajectory.Seen > _settings.LostFor,
                _ => false,
            };
            if (isOver) _free.Push(trajectory);
            else _known[kept++] = trajectory;
        }
        _known.RemoveRange(kept, _known.Count - kept);
    }

    private ReadOnlySpan<Track> Report()
    {
        if (_seen.Length < _known.Count) _seen = new Track[Math.Max(_known.Count, 2 * _seen.Length)];
        int count = 0;
        foreach (Trajectory trajectory in _known)
        {
            if (trajectory.State == TrajectoryState.Tracked)
                _seen[count++] = new Track(trajectory.Id, trajectory.Detection, trajectory.Box, (int)(_now - trajectory.Since));
        }
        return _seen.AsSpan(0, count);
    }

    /// <summary>One frame's detections and, perhaps, how they look.</summary>
    private readonly ref struct Scene(ReadOnlySpan<Detection> detections, ReadOnlySpan<float> appearances)
    {
        private readonly ReadOnlySpan<float> _appearances = appearances;

        public ReadOnlySpan<Detection> Detections { get; } = detections;

        public bool HasAppearances => !_appearances.IsEmpty;

        public ReadOnlySpan<float> Appearance(int detection)
        {
            int length = _appearances.Length / Detections.Length;
            return _appearances.Slice(detection * length, length);
        }
    }
}
