namespace Lookout.Migrate.Compose.Yaml;

/// <summary>What is to become of a list's items.</summary>
internal sealed class ListChange
{
    /// <summary>Items that go, with the comment behind them.</summary>
    public SortedSet<int> Removed { get; } = [];

    /// <summary>Items that say something else from now on; the comment behind them stays.</summary>
    public SortedDictionary<int, string> Replaced { get; } = [];

    /// <summary>Items to add at the end.</summary>
    public List<string> Added { get; } = [];

    /// <summary>How a new item is quoted where the list has no habit of its own.</summary>
    public char? Quote { get; init; }

    public bool IsEmpty => Removed.Count == 0 && Replaced.Count == 0 && Added.Count == 0;
}
