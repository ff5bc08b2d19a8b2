namespace Lookout.Vision.Tracking;

/// <summary>
/// The cheapest matching of rows and columns, where leaving a row and a column alone costs the limit together. Shortest
/// augmenting paths with potentials (Jonker and Volgenant 1987), over the pairs below the limit only: boxes that do not meet
/// cost nothing. Keeps its arrays: solving allocates only for more pairs, rows or columns than ever before.
/// </summary>
internal sealed class Assignment
{
    private const int None = -1;

    private double _limit;
    private int _rows, _columns, _pairs, _row;

    // Pairs of row r are [_start[r], _start[r + 1]).
    private int[] _start = [0], _pairColumn = [];
    private double[] _pairCost = [];

    private int[] _columnOf = [], _rowOf = [], _cameFrom = [], _reached = [];
    private double[] _rowPotential = [], _columnPotential = [], _distance = [];
    private bool[] _isDone = [];

    /// <summary>Starts a new problem.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="columns">How many.</param>
    /// <param name="limit">Pairs at this cost or above are no match.</param>
    public void Begin(int rows, int columns, double limit)
    {
        (_rows, _columns, _limit, _pairs) = (rows, columns, limit, 0);
        if (_start.Length <= rows)
        {
            int room = Math.Max(rows + 1, 2 * _start.Length);
            _start = new int[room];
            _columnOf = new int[room];
            _rowPotential = new double[room];
        }
        if (_rowOf.Length < columns)
        {
            int room = Math.Max(columns, 2 * _rowOf.Length);
            _rowOf = new int[room];
            _cameFrom = new int[room];
            _reached = new int[room];
            _columnPotential = new double[room];
            _distance = new double[room];
            _isDone = new bool[room];
        }
        _row = 0;
        _start[0] = 0;
    }

    /// <summary>Adds a pair; rows come in ascending order, each pair once.</summary>
    public void Add(int row, int column, double cost)
    {
        if (!(cost < _limit)) return;
        while (_row < row) _start[++_row] = _pairs;
        if (_pairs == _pairCost.Length)
        {
            int room = Math.Max(64, 2 * _pairs);
            Array.Resize(ref _pairCost, room);
            Array.Resize(ref _pairColumn, room);
        }
        _pairColumn[_pairs] = column;
        // What a match saves against leaving both alone.
        _pairCost[_pairs++] = cost - _limit;
    }

    /// <summary>The row's column; -1: left alone.</summary>
    public int ColumnOf(int row) => _columnOf[row];

    /// <summary>The column's row; -1: left alone.</summary>
    public int RowOf(int column) => _rowOf[column];

    public void Solve()
    {
        while (_row < _rows) _start[++_row] = _pairs;
        _columnOf.AsSpan(0, _rows).Fill(None);
        _rowOf.AsSpan(0, _columns).Fill(None);
        _columnPotential.AsSpan(0, _columns).Clear();
        _distance.AsSpan(0, _columns).Fill(double.PositiveInfinity);
        _isDone.AsSpan(0, _columns).Clear();
        for (int row = 0; row < _rows; row++)
        {
            if (_start[row] < _start[row + 1]) Match(row);
        }
    }

    // Finds the cheapest way to give this row a column, or some row on the way up: each may be left alone at cost 0.
    private void Match(int source)
    {
        int reached = 0, row = source, aloneRow = None, endColumn = None;
        double walked = 0, alone = double.PositiveInfinity, end;
        _rowPotential[source] = 0;
        while (true)
        {
            double leaving = walked - _rowPotential[row];
            if (leaving < alone) (alone, aloneRow) = (leaving, row);
            for (int pair = _start[row]; pair < _start[row + 1]; pair++)
            {
                int column = _pairColumn[pair];
                if (_isDone[column]) continue;
                double distance = walked + _pairCost[pair] - _rowPotential[row] - _columnPotential[column];
                if (distance >= _distance[column]) continue;
                if (double.IsPositiveInfinity(_distance[column])) _reached[reached++] = column;
                _distance[column] = distance;
                _cameFrom[column] = row;
            }
            int nearest = Nearest(reached);
            if (nearest == None || alone <= _distance[nearest])
            {
                end = alone;
                break;
            }
            if (_rowOf[nearest] == None)
            {
                end = _distance[nearest];
                endColumn = nearest;
                break;
            }
            _isDone[nearest] = true;
            walked = _distance[nearest];
            row = _rowOf[nearest];
        }
        Settle(source, reached, end);
        Augment(source, endColumn, aloneRow);
    }

    private int Nearest(int reached)
    {
        int nearest = None;
        double least = double.PositiveInfinity;
        for (int i = 0; i < reached; i++)
        {
            int column = _reached[i];
            if (_isDone[column] || _distance[column] >= least) continue;
            least = _distance[column];
            nearest = column;
        }
        return nearest;
    }

    // Keeps every reduced cost at 0 or above, and at 0 for what is matched.
    private void Settle(int source, int reached, double end)
    {
        _rowPotential[source] = end;
        for (int i = 0; i < reached; i++)
        {
            int column = _reached[i];
            if (_isDone[column])
            {
                _rowPotential[_rowOf[column]] += end - _distance[column];
                _columnPotential[column] += _distance[column] - end;
                _isDone[column] = false;
            }
            _distance[column] = double.PositiveInfinity;
        }
    }

    private void Augment(int source, int endColumn, int aloneRow)
    {
        int column = endColumn;
        if (column == None)
        {
            if (aloneRow == source) return;
            column = _columnOf[aloneRow];
            _columnOf[aloneRow] = None;
        }
        while (true)
        {
            int row = _cameFrom[column];
            int given = _columnOf[row];
            _columnOf[row] = column;
            _rowOf[column] = row;
            if (row == source) return;
            column = given;
        }
    }
}
