namespace Lookout.CameraServer.Encoding;

/// <summary>How many bits and how often a key frame.</summary>
/// <param name="KilobitsPerSecond">Rate of the stream.</param>
/// <param name="KeyInterval">Most frames from one key frame to the next.</param>
internal readonly record struct EncoderProfile(int KilobitsPerSecond, int KeyInterval)
{
    private const double ReferencePixels = 1280 * 720;
    private const double LeastShare = 0.15;
    private const double MostShare = 4;
    private const double LongGopSeconds = 10;
    private const double PassthroughGopSeconds = 1;

    // Full, half, quarter of a camera with 1280x720.
    private static readonly int[] ReferenceKilobits = [2000, 600, 200];

    /// <summary>kbit/s of a rendition for a camera of 1280x720, which most are, before its own size is known.</summary>
    public static int Expected(Rendition rendition) => rendition.Kilobits ?? ReferenceKilobits[rendition.Number];

    /// <param name="rendition">Which encoding.</param>
    /// <param name="width">Pixels of the camera's pictures, before scaling.</param>
    /// <param name="height">Pixels of the camera's pictures, before scaling.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="announcedAsPassthrough">
    /// The service was told that this camera's H.264 comes from the source and makes no key frame on request, so it
    /// may not ask: it gets one every second.
    /// </param>
    public static EncoderProfile For(Rendition rendition, int width, int height, double fps, bool announcedAsPassthrough)
    {
        double share = Math.Clamp(width * (double)height / ReferencePixels, LeastShare, MostShare);
        int kilobits = rendition.Kilobits ?? (int)(ReferenceKilobits[rendition.Number] * share);
        double seconds = announcedAsPassthrough ? PassthroughGopSeconds : LongGopSeconds;
        return new EncoderProfile(kilobits, (int)Math.Max(1, Math.Round(fps * seconds)));
    }
}
