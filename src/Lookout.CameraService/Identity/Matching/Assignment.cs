namespace Lookout.CameraService.Identity.Matching;

/// <summary>
/// Gives each row at most one column and each column to at most one row so that the sum of values is the largest there is (shortest
/// augmenting paths with potentials, Jonker and Volgenant 1987). A pair without a value is never made. Keeps its memory.
/// </summary>
internal sealed class Assignment
{
    private float[] _rowPotential = [];
    private float[] _columnPotential = [];
    private float[] _shortest = [];
    private int[] _rowOf = [];
    private int[] _from = [];
    private bool[] _reached = [];

    /// <param name="values">Row after row; 0 or less: not a pair.</param>
    /// <param name="rows">How many.</param>
    /// <param name="columns">How many.</param>
    /// <param name="chosen">Filled with each row's column, or -1.</param>
    public void Solve(ReadOnlySpan<float> values, int rows, int columns, Span<int> chosen)
    {
        // A column of its own for each row makes "none" a choice; index 0 of every array stands for no column.
        int all = columns + rows;
        Reserve(rows, all);
        for (int row = 1; row <= rows; row++) Augment(values, columns, all, row);
        chosen[..rows].Fill(-1);
        for (int column = 1; column <= columns; column++)
        {
            int row = _rowOf[column] - 1;
            if (row >= 0 && values[row * columns + column - 1] > 0) chosen[row] = column - 1;
        }
    }

    private void Augment(ReadOnlySpan<float> values, int columns, int all, int newRow)
    {
        _shortest.AsSpan(0, all + 1).Fill(float.PositiveInfinity);
        _reached.AsSpan(0, all + 1).Clear();
        _rowOf[0] = newRow;
        int column = 0;
        do
        {
            _reached[column] = true;
            int row = _rowOf[column];
            int next = 0;
            float least = float.PositiveInfinity;
            for (int c = 1; c <= all; c++)
            {
                if (_reached[c]) continue;
                float cost = (c <= columns ? -Math.Max(0, values[(row - 1) * columns + c - 1]) : 0) - _rowPotential[row] - _columnPotential[c];
                if (cost < _shortest[c])
                {
                    _shortest[c] = cost;
                    _from[c] = column;
                }

                if (_shortest[c] < least)
                {
                    least = _shortest[c];
                    next = c;
                }
            }

            for (int c = 0; c <= all; c++)
            {
                if (_reached[c])
                {
                    _rowPotential[_rowOf[c]] += least;
                    _columnPotential[c] -= least;
                }
                else _shortest[c] -= least;
            }

            column = next;
        }
        while (_rowOf[column] != 0);

        while (column != 0)
        {
            int before = _from[column];
            _rowOf[column] = _rowOf[before];
            column = before;
        }
    }

    private void Reserve(int rows, int all)
    {
        if (_rowPotential.Length <= rows) _rowPotential = new float[2 * rows + 1];
        if (_columnPotential.Length <= all)
        {
            _columnPotential = new float[2 * all + 1];
            _shortest = new float[2 * all + 1];
            _rowOf = new int[2 * all + 1];
            _from = new int[2 * all + 1];
            _reached = new bool[2 * all + 1];
        }

        _rowPotential.AsSpan(0, rows + 1).Clear();
        _columnPotential.AsSpan(0, all + 1).Clear();
        _rowOf.AsSpan(0, all + 1).Clear();
    }
}
