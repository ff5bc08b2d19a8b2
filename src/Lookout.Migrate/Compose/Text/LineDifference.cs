namespace Lookout.Migrate.Compose.Text;

/// <summary>The shortest script from one list of lines to another, by Myers' greedy walk ("An O(ND) Difference Algorithm", 1986).</summary>
internal static class LineDifference
{
    /// <summary>Pairs of equal lines in order, as indexes into both lists. Lines in no pair were deleted or added.</summary>
    public static List<(int Old, int New)> Match(string[] from, string[] to)
    {
        int head = 0;
        while (head < from.Length && head < to.Length && from[head] == to[head]) head++;
        int tail = 0;
        while (tail < from.Length - head && tail < to.Length - head && from[^(tail + 1)] == to[^(tail + 1)]) tail++;

        var pairs = new List<(int, int)>(Math.Min(from.Length, to.Length));
        for (int i = 0; i < head; i++) pairs.Add((i, i));
        foreach ((int x, int y) in Middle(from.AsSpan()[head..^tail], to.AsSpan()[head..^tail])) pairs.Add((x + head, y + head));
        for (int i = tail; i > 0; i--) pairs.Add((from.Length - i, to.Length - i));
        return pairs;
    }

    private static List<(int X, int Y)> Middle(ReadOnlySpan<string> from, ReadOnlySpan<string> to)
    {
        int most = from.Length + to.Length;
        int[] furthest = new int[2 * most + 2];
        var trace = new List<int[]>();
        for (int edits = 0; edits <= most; edits++)
        {
            // Only the diagonals that this round could reach are kept, so memory is the square of the edits, not of the lines.
            trace.Add(furthest[(most - edits)..(most + edits + 2)]);
            for (int k = -edits; k <= edits; k += 2)
            {
                bool down = k == -edits || (k != edits && furthest[most + k - 1] < furthest[most + k + 1]);
                int x = down ? furthest[most + k + 1] : furthest[most + k - 1] + 1;
                int y = x - k;
                while (x < from.Length && y < to.Length && from[x] == to[y]) (x, y) = (x + 1, y + 1);
                furthest[most + k] = x;
                if (x >= from.Length && y >= to.Length) return Walk(trace, from.Length, to.Length);
            }
        }
        return [];
    }

    private static List<(int X, int Y)> Walk(List<int[]> trace, int x, int y)
    {
        var pairs = new List<(int, int)>();
        for (int edits = trace.Count - 1; edits >= 0; edits--)
        {
            int[] furthest = trace[edits]; // diagonal k stands at edits + k
            int k = x - y;
            bool down = k == -edits || (k != edits && furthest[edits + k - 1] < furthest[edits + k + 1]);
            int before = down ? k + 1 : k - 1;
            int fromX = edits == 0 ? 0 : furthest[edits + before];
            int fromY = edits == 0 ? 0 : fromX - before;
            while (x > fromX && y > fromY) pairs.Add((--x, --y));
            (x, y) = (fromX, fromY);
        }
        pairs.Reverse();
        return pairs;
    }
}
