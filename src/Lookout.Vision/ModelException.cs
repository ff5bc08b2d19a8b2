namespace Lookout.Vision;

/// <summary>A model cannot be used. The message names the file, what is wrong with it and what to do.</summary>
public sealed class ModelException : Exception
{
    public ModelException(string file, string problem, string remedy, Exception? inner = null)
        : base($"{file}: {problem}. {remedy}", inner)
    {
        File = file;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>What is wrong, without a full stop.</summary>
    public string Problem { get; }

    /// <summary>What the operator does about it, one sentence.</summary>
    public string Remedy { get; }
}
