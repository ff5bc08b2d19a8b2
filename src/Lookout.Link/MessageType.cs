namespace Lookout.Link;

internal enum MessageType : byte
{
    Hello = 1,

    // server -> service
    AccessUnit = 16,
    Analysis = 17,
    CameraState = 18,
    People = 19,
    Likenesses = 20,
    ImageFaces = 21,

    // service -> server
    Want = 32,
    KeyFrame = 33,
    AnalyzeImage = 34,
}
