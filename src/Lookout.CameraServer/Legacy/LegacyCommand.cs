namespace Lookout.CameraServer.Legacy;

internal enum LegacyCommand
{
    Unknown,
    Ping,
    Stats,
    GetFrame,
    ProcessImage,
    ProcessAlignedFace,
}
