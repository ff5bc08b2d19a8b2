using Lookout.Vision.Tracking;

namespace Lookout.Vision.Tests.Tracking;

/// <summary>
/// ByteTrack as the paper's algorithm 1 tells it, slowly: the eight-dimensional filter with whole matrices, and in each stage the
/// Hungarian method on a square matrix in which leaving somebody alone is a column of its own.
/// </summary>
internal sealed class PlainByteTracker(TrackerSettings settings)
{
    private readonly List<Known> _tracks = [];
    private int _frame, _lastId;

    private sealed class Known
    {
        public required int Id, Since, Seen, Detection;
        public required bool Confirmed;
        public bool Lost, Duplicate;
        public required PlainKalman Filter;
    }

    public List<(int Id, int Detection)> Update(Detection[] detections)
    {
        _frame++;
        foreach (Known track in _tracks) track.Filter.Predict(track.Lost);

        List<int> high = [.. Enumerable.Range(0, detections.Length).Where(i => detections[i].Score > settings.HighScore)];
        List<int> low = [.. Enumerable.Range(0, detections.Length).Where(i => detections[i].Score > settings.LowScore && !high.Contains(i))];

        Match(_tracks.Where(track => track.Confirmed), high, settings.FirstLimit, fuse: true);
        Match(_tracks.Where(track => track.Confirmed && !track.Lost && track.Seen != _frame), low, settings.SecondLimit, fuse: false);
        foreach (Known track in _tracks.Where(track => track.Confirmed && track.Seen != _frame)) track.Lost = true;
        Match(_tracks.Where(track => !track.Confirmed), high, settings.UnconfirmedLimit, fuse: true);
        _tracks.RemoveAll(track => !track.Confirmed && track.Seen != _frame);

        foreach (int detection in high.Where(i => detections[i].Score >= settings.NewTrackScore))
        {
            _tracks.Add(new Known
            {
                Id = ++_lastId,
                Since = _frame,
                Seen = _frame,
                Detection = detection,
                Confirmed = _frame == 1,
                Filter = new PlainKalman(detections[detection].Box),
            });
        }
        foreach (Known tracked in _tracks.Where(track => track.Confirmed && !track.Lost))
        {
            foreach (Known lost in _tracks.Where(track => track.Lost && 1 - Overlap(tracked.Filter.Box, track.Filter.Box) < settings.DuplicateLimit))
                (tracked.Seen - tracked.Since > lost.Seen - lost.Since ? lost : tracked).Duplicate = true;
        }
        _tracks.RemoveAll(track => track.Duplicate || (track.Lost && _frame - track.Seen > settings.LostFor));
        return [.. _tracks.Where(track => track.Confirmed && !track.Lost).Select(track => (track.Id, track.Detection))];

        void Match(IEnumerable<Known> some, List<int> open, double limit, bool fuse)
        {
            Known[] rows = [.. some];
            int size = rows.Length + open.Count;
            var cost = new double[size, size];
            for (int r = 0; r < size; r++)
            {
                for (int c = 0; c < size; c++)
                {
                    cost[r, c] = (r < rows.Length, c < open.Count) switch
                    {
                        (true, true) => Cost(rows[r], detections[open[c]]),
                        (false, false) => 0,
                        _ => limit / 2,
                    };
                }
            }
            int[] column = Hungarian.Solve(cost);
            int[] taken = [.. open];
            for (int r = 0; r < rows.Length; r++)
            {
                if (column[r] >= taken.Length) continue;
                rows[r].Filter.Correct(detections[taken[column[r]]].Box);
                (rows[r].Seen, rows[r].Detection, rows[r].Confirmed, rows[r].Lost) = (_frame, taken[column[r]], true, false);
                open.Remove(taken[column[r]]);
            }

            double Cost(Known track, Detection detection)
            {
                double overlap = Overlap(track.Filter.Box, detection.Box);
                double plain = fuse ? 1 - overlap * detection.Score : 1 - overlap;
                // Never chosen: two halves of the limit are cheaper.
                return plain < limit ? plain : 10;
            }
        }
    }

    private static double Overlap(BoundingBox a, BoundingBox b)
    {
        double width = Math.Min(a.Right, b.Right) - (double)Math.Max(a.X, b.X);
        double height = Math.Min(a.Bottom, b.Bottom) - (double)Math.Max(a.Y, b.Y);
        if (width <= 0 || height <= 0) return 0;
        return width * height / (a.Area + (double)b.Area - width * height);
    }
}

/// <summary>The filter of DeepSORT with 8x8 matrices: x, y, aspect, height and their velocities.</summary>
internal sealed class PlainKalman
{
    private double[,] _covariance = new double[8, 8];
    private readonly double[] _mean = new double[8];

    public PlainKalman(BoundingBox box)
    {
        Measure(box).CopyTo(_mean, 0);
        double h = box.Height;
        double[] deviations = [h / 10, h / 10, 1e-2, h / 10, h / 16, h / 16, 1e-5, h / 16];
        for (int i = 0; i < 8; i++) _covariance[i, i] = deviations[i] * deviations[i];
    }

    public BoundingBox Box => new((float)(_mean[0] - _mean[2] * _mean[3] / 2), (float)(_mean[1] - _mean[3] / 2), (float)(_mean[2] * _mean[3]), (float)_mean[3]);

    public void Predict(bool lost)
    {
        if (lost) _mean[7] = 0;
        double h = _mean[3];
        double[] deviations = [h / 20, h / 20, 1e-2, h / 20, h / 160, h / 160, 1e-5, h / 160];
        var step = new double[8, 8];
        for (int i = 0; i < 8; i++) step[i, i] = 1;
        for (int i = 0; i < 4; i++) step[i, i + 4] = 1;
        for (int i = 0; i < 4; i++) _mean[i] += _mean[i + 4];
        _covariance = Product(Product(step, _covariance), Transposed(step));
        for (int i = 0; i < 8; i++) _covariance[i, i] += deviations[i] * deviations[i];
    }

    public void Correct(BoundingBox box)
    {
        double h = _mean[3];
        double[] deviations = [h / 20, h / 20, 1e-1, h / 20];
        var innovation = new double[4, 4];
        var cross = new double[8, 4];
        for (int r = 0; r < 8; r++)
        {
            for (int c = 0; c < 4; c++)
            {
                cross[r, c] = _covariance[r, c];
                if (r < 4) innovation[r, c] = _covariance[r, c] + (r == c ? deviations[r] * deviations[r] : 0);
            }
        }
        double[,] gain = Product(cross, Inverse(innovation));
        double[] measured = Measure(box);
        double[] surprise = [.. Enumerable.Range(0, 4).Select(i => measured[i] - _mean[i])];
        for (int r = 0; r < 8; r++)
        {
            for (int c = 0; c < 4; c++) _mean[r] += gain[r, c] * surprise[c];
        }
        double[,] less = Product(Product(gain, innovation), Transposed(gain));
        for (int r = 0; r < 8; r++)
        {
            for (int c = 0; c < 8; c++) _covariance[r, c] -= less[r, c];
        }
    }

    private static double[] Measure(BoundingBox box) => [box.X + box.Width / 2.0, box.Y + box.Height / 2.0, (double)box.Width / box.Height, box.Height];

    private static double[,] Product(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(1)];
        for (int r = 0; r < a.GetLength(0); r++)
        {
            for (int c = 0; c < b.GetLength(1); c++)
            {
                for (int k = 0; k < b.GetLength(0); k++) product[r, c] += a[r, k] * b[k, c];
            }
        }
        return product;
    }

    private static double[,] Transposed(double[,] a)
    {
        var transposed = new double[a.GetLength(1), a.GetLength(0)];
        for (int r = 0; r < a.GetLength(0); r++)
        {
            for (int c = 0; c < a.GetLength(1); c++) transposed[c, r] = a[r, c];
        }
        return transposed;
    }

    // Gauss and Jordan with pivoting.
    private static double[,] Inverse(double[,] a)
    {
        int n = a.GetLength(0);
        var left = (double[,])a.Clone();
        var right = new double[n, n];
        for (int i = 0; i < n; i++) right[i, i] = 1;
        for (int c = 0; c < n; c++)
        {
            int pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(left[r, c]));
            for (int k = 0; k < n; k++)
            {
                (left[c, k], left[pivot, k]) = (left[pivot, k], left[c, k]);
                (right[c, k], right[pivot, k]) = (right[pivot, k], right[c, k]);
            }
            double scale = left[c, c];
            for (int k = 0; k < n; k++)
            {
                left[c, k] /= scale;
                right[c, k] /= scale;
            }
            for (int r = 0; r < n; r++)
            {
                if (r == c) continue;
                double factor = left[r, c];
                for (int k = 0; k < n; k++)
                {
                    left[r, k] -= factor * left[c, k];
                    right[r, k] -= factor * right[c, k];
                }
            }
        }
        return right;
    }
}

/// <summary>The Hungarian method on a square matrix (Kuhn 1955, Munkres 1957), in cubic time.</summary>
internal static class Hungarian
{
    /// <returns>For each row its column.</returns>
    public static int[] Solve(double[,] cost)
    {
        int n = cost.GetLength(0);
        var rowPrice = new double[n + 1];
        var columnPrice = new double[n + 1];
        var rowOf = new int[n + 1];
        for (int row = 1; row <= n; row++)
        {
            var way = new int[n + 1];
            double[] least = [.. Enumerable.Repeat(double.PositiveInfinity, n + 1)];
            var used = new bool[n + 1];
            rowOf[0] = row;
            int column = 0;
            do
            {
                used[column] = true;
                int next = 0;
                double step = double.PositiveInfinity;
                for (int c = 1; c <= n; c++)
                {
                    if (used[c]) continue;
                    double reduced = cost[rowOf[column] - 1, c - 1] - rowPrice[rowOf[column]] - columnPrice[c];
                    if (reduced < least[c]) (least[c], way[c]) = (reduced, column);
                    if (least[c] < step) (step, next) = (least[c], c);
                }
                for (int c = 0; c <= n; c++)
                {
                    if (used[c])
                    {
                        rowPrice[rowOf[c]] += step;
                        columnPrice[c] -= step;
                    }
                    else
                    {
                        least[c] -= step;
                    }
                }
                column = next;
            }
            while (rowOf[column] != 0);
            while (column != 0)
            {
                rowOf[column] = rowOf[way[column]];
                column = way[column];
            }
        }
        var columns = new int[n];
        for (int c = 1; c <= n; c++) columns[rowOf[c] - 1] = c - 1;
        return columns;
    }
}
