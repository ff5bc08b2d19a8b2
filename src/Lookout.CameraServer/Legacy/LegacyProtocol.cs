namespace Lookout.CameraServer.Legacy;

/// <summary>
/// The protocol of the system before this one. Both ways: u32 length (big-endian), then that many bytes.
/// <code>
/// request  | length | JSON |  process_image:        + width * height * channels bytes, BGR
///                             process_aligned_face: + 37632 bytes, BGR
/// reply    | length | JSON |  get_frame:            + | length | width * height * 3 bytes, BGR, rows without gaps |
/// </code>
/// </summary>
internal static class LegacyProtocol
{
    public const int PrefixLength = 4;
    public const int MaxRequest = 4095;
    public const int Channels = 3;

    /// <summary>The longest side of a picture sent to us.</summary>
    public const int MaxSide = 1920;

    public const int MaxImageBytes = MaxSide * MaxSide * Channels;

    /// <summary>A face of 112 x 112 pixels.</summary>
    public const int AlignedFaceBytes = 112 * 112 * Channels;

    /// <summary>What clients of that system may compare with; the server's own version is a member of its own.</summary>
    public const string Version = "1.0.0-native-cpp";

    public const string NoFrame = "No frame available";
    public const string BadSize = "Invalid image dimensions";
    public const string UnknownCommand = "Unknown command";
    public const string Malformed = "Malformed request";
    public const string TooLong = "Request too long";
    public const string Full = "Too many clients";
    public const string NoRecognition = "recognition is off";
}
