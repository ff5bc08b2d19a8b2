namespace Lookout.Probe;

/// <param name="Origin">Scheme, host and port, as http://127.0.0.1:8080.</param>
/// <param name="Camera">Name of the camera.</param>
/// <param name="Duration">How long frames are counted, from the first one on.</param>
/// <param name="Patience">How long the first frame may take.</param>
public sealed record ProbeOptions(Uri Origin, string Camera, TimeSpan Duration, TimeSpan Patience)
{
    private const string WhepSuffix = "/whep";

    /// <summary>Reads http://HOST:PORT/CAMERA, with /whep behind it or not.</summary>
    public static bool TryParseUrl(string text, out Uri? origin, out string camera)
    {
        camera = "";
        if (!Uri.TryCreate(text, UriKind.Absolute, out origin) || origin.Scheme is not ("http" or "https")) return false;
        string path = origin.AbsolutePath.TrimEnd('/');
        if (path.EndsWith(WhepSuffix, StringComparison.Ordinal)) path = path[..^WhepSuffix.Length];
        camera = path.TrimStart('/');
        origin = new Uri(origin.GetLeftPart(UriPartial.Authority));
        return camera.Length > 0 && !camera.Contains('/', StringComparison.Ordinal);
    }
}
