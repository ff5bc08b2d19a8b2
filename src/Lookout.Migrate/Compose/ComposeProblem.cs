namespace Lookout.Migrate.Compose;

/// <summary>Why a compose file is not touched: what was found where, and what to do about it. Line and column count from 1.</summary>
public sealed record ComposeProblem(string File, int Line, int Column, string Found, string Remedy)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Found}; {Remedy}";
}
