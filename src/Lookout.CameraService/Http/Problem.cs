using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Lookout.CameraService.Http;

internal sealed record ProblemJson(string Title, string Detail, int Status);

/// <summary>Errors as application/problem+json (RFC 9457): what went wrong, and what to do about it.</summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemJson(ReasonPhrases.GetReasonPhrase(status), detail, status);
        return context.Response.WriteAsJsonAsync(problem, ApiJson.Default.ProblemJson, ContentType, context.RequestAborted);
    }
}
