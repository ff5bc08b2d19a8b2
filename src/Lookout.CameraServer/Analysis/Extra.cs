namespace Lookout.CameraServer.Analysis;

/// <summary>What may be looked at on a frame beside people's boxes, at most one of them: each costs about as much as finding the people.</summary>
internal enum Extra
{
    None,
    Poses,
    Faces,
    Bodies,
}
