namespace Lookout.Link;

internal enum MessageType : byte
{
    Hello = 1,

    // server -> service
    AccessUnit = 16,
    Analysis = 17,
    CameraState = 18,
    People = 19,

    // service -> server
    Want = 32,
    KeyFrame = 33,
}
