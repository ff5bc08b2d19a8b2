namespace Lookout.Fuzz;

/// <summary>Something that reads bytes of strangers.</summary>
internal abstract class FuzzTarget(string name) : IDisposable
{
    public string Name { get; } = name;

    /// <summary>Valid inputs, from our own writers and from RFCs: what mutations start from.</summary>
    public abstract IReadOnlyList<byte[]> Corpus { get; }

    /// <summary>How many inputs before memory is compared: what is allocated once is there by then.</summary>
    public virtual int Warmup => 2000;

    /// <summary>
    /// Takes one input, which it does not change. True when it was valid, so that mutations of it are worth trying.
    /// Throws at anything that must not be, be it of its own accord or by <see cref="Require"/>.
    /// </summary>
    public abstract bool Take(byte[] input);

    public virtual void Dispose()
    {
    }

    /// <summary>What must hold whatever came in.</summary>
    protected static void Require(bool holds, string what)
    {
        if (!holds) throw new FuzzException(what);
    }
}
