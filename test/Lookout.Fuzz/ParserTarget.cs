namespace Lookout.Fuzz;

/// <summary>A target without state of its own: a parser, and what walks over its result.</summary>
internal sealed class ParserTarget(string name, IReadOnlyList<byte[]> corpus, Func<byte[], bool> take) : FuzzTarget(name)
{
    public override IReadOnlyList<byte[]> Corpus => corpus;

    public override bool Take(byte[] input) => take(input);

    /// <summary><see cref="FuzzTarget.Require"/> for the walks.</summary>
    public static void Must(bool holds, string what) => Require(holds, what);
}
