namespace Lookout.Link;

/// <summary>
/// What services ask of camera-server. Called on a connection's thread, one call at a time; an implementation only hands over.
/// </summary>
public interface ILinkCommands
{
    /// <summary>
    /// The wish of all connections together: on when the first one wants the rendition, off when the last one has gone.
    /// On means that the next frame is a key frame.
    /// </summary>
    void Want(int camera, byte rendition, bool on);

    /// <summary>A viewer of this rendition cannot decode until there is a key frame.</summary>
    void KeyFrame(int camera, byte rendition);

    /// <summary>
    /// Looks for faces in a still picture. <paramref name="reply"/> may be called on any thread and is called once; until then the connection's
    /// further pictures are refused.
    /// </summary>
    void AnalyzeImage(ulong id, byte[] file, Action<ImageFaces> reply);
}
