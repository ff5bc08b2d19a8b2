namespace Lookout.CameraServer.Sources;

/// <summary>A source cannot be opened. The message is for the viewer and holds no secret.</summary>
internal sealed class SourceException : Exception
{
    public SourceException(string message, bool absent = false) : base(message) => IsAbsent = absent;

    public SourceException(string message, Exception inner) : base(message, inner)
    {
    }

    public SourceException()
    {
    }

    /// <summary>The file or device is not there, which is cheap to look at again every second.</summary>
    public bool IsAbsent { get; }
}
