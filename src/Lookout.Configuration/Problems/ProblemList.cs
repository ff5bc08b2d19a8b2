namespace Lookout.Configuration.Problems;

/// <summary>
/// Collects every problem of one reading, so that an author mends a file in one round. Bounded: past
/// <see cref="Capacity"/> problems the rest are only counted, since nobody reads the two hundredth.
/// </summary>
internal sealed class ProblemList
{
    internal const int Capacity = 100;

    private readonly List<ConfigProblem> _problems = [];
    private int _left;

    public bool HasErrors { get; private set; }

    public void Error(Origin origin, string key, string message)
    {
        HasErrors = true;
        Add(new ConfigProblem(origin, key, message));
    }

    public void Warning(Origin origin, string key, string message) => Add(new ConfigProblem(origin, key, message, IsWarning: true));

    /// <summary>The problems in reading order: the file from top to bottom, then the environment.</summary>
    public IReadOnlyList<ConfigProblem> ToSorted()
    {
        List<ConfigProblem> sorted =
        [
            .. _problems
                .OrderBy(problem => problem.Origin.Variable is not null)
                .ThenBy(problem => problem.Origin.Line)
                .ThenBy(problem => problem.Origin.Column)
        ];
        if (_left > 0) sorted.Add(new ConfigProblem(sorted[0].Origin with { Line = 0, Column = 0 }, "", $"and {_left} more", IsWarning: !HasErrors));
        return sorted;
    }

    private void Add(ConfigProblem problem)
    {
        if (_problems.Count < Capacity) _problems.Add(problem);
        else _left++;
    }
}
