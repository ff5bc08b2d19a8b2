using System.Reflection;

namespace Lookout.Rtc.Tests.Sdp;

/// <summary>
/// Offers as browsers make them: Chromium 156 and aiortc 1.4 captured, and one written in Firefox's shape
/// (fingerprint in the session part, feedback for "*", addresses in the clear).
/// </summary>
internal static class SdpCorpus
{
    public const string Chromium = "chromium-video.sdp";
    public const string ChromiumWithAudioAndData = "chromium-audio-video-data.sdp";
    public const string Aiortc = "aiortc-video.sdp";
    public const string Firefox = "firefox-shaped.sdp";

    public static readonly string[] All = [Chromium, ChromiumWithAudioAndData, Aiortc, Firefox];

    public static string Load(string name)
    {
        Assembly assembly = typeof(SdpCorpus).Assembly;
        using Stream stream = assembly.GetManifestResourceStream($"Lookout.Rtc.Tests.Sdp.Corpus.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
