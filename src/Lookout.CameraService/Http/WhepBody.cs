using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Lookout.CameraService.Http;

/// <summary>Bodies of WHEP requests: small texts of a stated type.</summary>
internal static class WhepBody
{
    /// <summary>Bytes of an offer, alone or in JSON.</summary>
    public const int MaxOffer = 64 << 10;

    /// <summary>Bytes of a fragment: 64 candidates and the lines around them.</summary>
    public const int MaxFragment = 16 << 10;

    public static bool IsOfType(HttpRequest request, string mediaType) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) && type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The whole body; null when it is longer than <paramref name="most"/> bytes, which has been answered by 413 then.</summary>
    public static async Task<string?> ReadAsync(HttpContext context, int most, string what)
    {
        int length = most + 1;
        var body = new byte[context.Request.ContentLength is { } announced && announced < length ? (int)announced + 1 : length];
        if (!(context.Request.ContentLength > most))
            length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        // SDP is UTF-8 (RFC 8866 §5); bytes that are not become U+FFFD, which the parser refuses where it matters.
        if (length <= most) return Encoding.UTF8.GetString(body, 0, length);

        // What is left of the body is not read: the connection ends with this answer.
        context.Response.Headers.Connection = "close";
        await Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"{what} has at most {most} bytes.").ConfigureAwait(false);
        return null;
    }
}
