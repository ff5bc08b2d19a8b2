namespace Lookout.CameraServer.Encoding;

/// <summary>How many bits and how often a key frame.</summary>
/// <param name="KilobitsPerSecond">Rate of the stream.</param>
/// <param name="KeyInterval">Most frames from one key frame to the next.</param>
internal readonly record struct EncoderProfile(int KilobitsPerSecond, int KeyInterval)
{
    private const int ReferenceKilobits = 2500;
    private const int ReferencePixels = 1280 * 720;
    private const int MinKilobits = 300;
    private const int MaxKilobits = 8000;
    private const double LongGopSeconds = 10;
    private const double PassthroughGopSeconds = 1;

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="announcedAsPassthrough">
    /// The service was told that this camera's H.264 comes from the source and makes no key frame on request, so it
    /// may not ask: it gets one every second.
    /// </param>
    public static EncoderProfile For(int width, int height, double fps, bool announcedAsPassthrough)
    {
        long kilobits = (long)ReferenceKilobits * width * height / ReferencePixels;
        double seconds = announcedAsPassthrough ? PassthroughGopSeconds : LongGopSeconds;
        return new EncoderProfile(
            (int)Math.Clamp(kilobits, MinKilobits, MaxKilobits),
            (int)Math.Max(1, Math.Round(fps * seconds)));
    }
}
