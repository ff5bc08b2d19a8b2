using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Http;

/// <summary>Gives every error without a body one, and turns what Kestrel finds wrong with a request into its status.</summary>
internal sealed class ErrorPages(ILogger logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context, e.StatusCode, e.Message).ConfigureAwait(false);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client left; there is nobody to answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            CameraServiceLog.RequestFailed(logger, context.Request.Method, e);
            await Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "This is a defect of Lookout; its log says more.").ConfigureAwait(false);
        }

        HttpResponse response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            await Problem.WriteAsync(context, response.StatusCode, Detail(response.StatusCode)).ConfigureAwait(false);
        }
    }

    private static string Detail(int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not know that method; see the Allow header.",
        _ => "",
    };
}
