namespace Lookout.Native.Gst;

/// <summary>GstMessageType, those we watch.</summary>
[Flags]
public enum BusMessageTypes
{
    None = 0,
    EndOfStream = 1 << 0,
    Error = 1 << 1,
    Warning = 1 << 2,
    StateChanged = 1 << 6,
}

/// <summary>Whose fault an error is, from its GError domain.</summary>
public enum ErrorDomain
{
    /// <summary>The file, device or peer: absent, busy, refused, lost.</summary>
    Resource,

    /// <summary>What flows: wrong type, corrupt, not linked.</summary>
    Stream,

    /// <summary>GStreamer itself: missing plugin, failed negotiation.</summary>
    Core,
}

/// <summary>One message of a pipeline's bus, copied out of native memory.</summary>
/// <param name="Type">What kind of message.</param>
/// <param name="Source">Name of the element that posted it.</param>
/// <param name="Text">Error or warning text for people; may quote a URI.</param>
/// <param name="Debug">The element's own detail: file and line in GStreamer, then often the errno text.</param>
/// <param name="Domain">Domain of an error.</param>
public sealed record BusMessage(BusMessageTypes Type, string Source, string Text, string Debug, ErrorDomain Domain);
