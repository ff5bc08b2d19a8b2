using System.Security.Cryptography;

namespace Lookout.CameraService.Http;

/// <summary>One file of the page, in memory.</summary>
/// <param name="ContentType">By its extension.</param>
/// <param name="ETag">By its content.</param>
/// <param name="CacheControl">For ever when its name holds a hash of its content, else asked for each time.</param>
/// <param name="Content">The bytes.</param>
internal sealed record PageFile(string ContentType, string ETag, string CacheControl, byte[] Content)
{
    private const string Revalidate = "no-cache";
    private const string Immutable = "public, max-age=31536000, immutable";

    // Vite puts what it names by hash, and nothing else, into this folder.
    private const string HashedFolder = "/assets/";

    public static PageFile Read(string path, string url)
    {
        byte[] content = File.ReadAllBytes(path);
        string etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";
        string caching = url.StartsWith(HashedFolder, StringComparison.Ordinal) ? Immutable : Revalidate;
        return new PageFile(TypeOf(Path.GetExtension(path)), etag, caching, content);
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" or ".map" => "application/json",
        ".webmanifest" => "application/manifest+json",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        ".webp" => "image/webp",
        ".woff2" => "font/woff2",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
