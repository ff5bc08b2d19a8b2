namespace Lookout.Native.Gst;

/// <summary>GStreamer refused something that our own code asked for: a missing element, a bad property, a bad link.</summary>
public sealed class GstException : Exception
{
    public GstException(string message) : base(message)
    {
    }

    public GstException(string message, Exception inner) : base(message, inner)
    {
    }

    public GstException()
    {
    }
}
