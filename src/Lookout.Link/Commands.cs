namespace Lookout.Link;

/// <summary>The service wants (or no longer wants) the access units of one rendition.</summary>
internal sealed record Want(int Camera, byte Rendition, bool On);

/// <summary>The service asks for a key frame of one rendition.</summary>
internal sealed record KeyFrame(int Camera, byte Rendition);
