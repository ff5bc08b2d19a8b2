namespace Lookout.CameraServer.Sources;

/// <summary>The source was opened in a form that it does not have.</summary>
internal sealed class NeedsDecodingException : Exception
{
    public NeedsDecodingException() : base("not a codec that can be passed through")
    {
    }

    public NeedsDecodingException(string message) : base(message)
    {
    }

    public NeedsDecodingException(string message, Exception inner) : base(message, inner)
    {
    }
}
