namespace Lookout.Probe;

/// <summary>A stage that failed; the message names it and the remedy.</summary>
public sealed class ProbeException : Exception
{
    public ProbeException(string message) : base(message)
    {
    }

    public ProbeException(string message, Exception inner) : base(message, inner)
    {
    }

    public ProbeException()
    {
    }
}
