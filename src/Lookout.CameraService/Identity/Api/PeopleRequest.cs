using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lookout.CameraService.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Lookout.CameraService.Identity.Api;

/// <summary>Reads bodies and writes refusals, in one way for all addresses about people.</summary>
internal static class PeopleRequest
{
    private const int LongestJson = 16 << 10;

    /// <summary>The body, or null after it was refused.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (!IsOf(context, "application/json"))
        {
            await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "The body is JSON: send it as application/json.").ConfigureAwait(false);
            return null;
        }

        if (await BytesAsync(context, LongestJson).ConfigureAwait(false) is not { } body) return null;
        try
        {
            if (JsonSerializer.Deserialize(body.Span, type) is { } value) return value;
        }
        catch (JsonException e)
        {
            string place = string.IsNullOrEmpty(e.Path) ? "" : $" at {e.Path}";
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, $"The body is not the JSON that is expected here{place}; docs/design/http.md shows it.").ConfigureAwait(false);
            return null;
        }

        await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The body is empty.").ConfigureAwait(false);
        return null;
    }

    /// <summary>The whole body, or null after it was refused for its length.</summary>
    public static async Task<ReadOnlyMemory<byte>?> BytesAsync(HttpContext context, int most)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most + 1L;
        if (context.Request.ContentLength is not { } length || length <= most)
        {
            var body = new byte[(int?)context.Request.ContentLength + 1 ?? most + 1];
            int read = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
            if (read <= most) return body.AsMemory(0, read);
        }

        // What is left of the body is not read: the connection ends with this answer.
        context.Response.Headers.Connection = "close";
        await Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"At most {most} bytes are taken here.").ConfigureAwait(false);
        return null;
    }

    public static bool IsOf(HttpContext context, params ReadOnlySpan<string> types)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)) return false;
        foreach (string known in types)
        {
            if (type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    public static Task RefuseAsync(HttpContext context, Refusal refusal, string problem)
    {
        int status = refusal switch
        {
            Refusal.NotFound => StatusCodes.Status404NotFound,
            Refusal.Conflict => StatusCodes.Status409Conflict,
            Refusal.Unfit => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status503ServiceUnavailable,
        };
        if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "1";
        return Problem.WriteAsync(context, status, problem);
    }

    /// <summary>Writes what came of it.</summary>
    public static Task AnswerAsync<T, TJson>(HttpContext context, Outcome<T> outcome, Func<T, TJson> show, JsonTypeInfo<TJson> type, int status = StatusCodes.Status200OK)
    {
        if (outcome.Refusal != Refusal.None) return RefuseAsync(context, outcome.Refusal, outcome.Problem);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(show(outcome.Value!), type, cancellationToken: context.RequestAborted);
    }
}
