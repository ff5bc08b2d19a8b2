namespace Lookout.CameraServer.Sources;

/// <summary>The source was opened as H.264 and holds something else.</summary>
internal sealed class NeedsDecodingException : Exception
{
    public NeedsDecodingException() : base("not H.264 that can be passed through")
    {
    }

    public NeedsDecodingException(string message) : base(message)
    {
    }

    public NeedsDecodingException(string message, Exception inner) : base(message, inner)
    {
    }
}
