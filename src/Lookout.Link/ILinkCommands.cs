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

    /// <summary>A viewer cannot decode until there is a key frame.</summary>
    void KeyFrame(int camera);
}
