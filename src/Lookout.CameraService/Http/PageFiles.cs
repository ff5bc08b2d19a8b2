using System.Collections.Frozen;
using Lookout.CameraService.Cameras;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Http;

/// <summary>
/// The page. Its files are read once, at start, and a request can only name one of them, so there is no path to traverse.
/// /{camera} is the same page, which then shows that camera alone; so is /people, a name no camera can have.
/// </summary>
internal sealed class PageFiles
{
    private const string Index = "/index.html";
    private const string People = "/people";
    private const string NotBuilt =
        """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><title>Lookout</title>
        <h1>Lookout runs, but its page is not built</h1>
        <p>Build it with <code>make publish</code>, or with <code>npm ci &amp;&amp; npm run build</code> in <code>web/</code>, and start Lookout again.</p>
        <p>The cameras: <a href="/api/v1/cameras">/api/v1/cameras</a></p>
        </html>
        """;

    private readonly FrozenDictionary<string, PageFile> _files;
    private readonly CameraDirectory _cameras;

    public PageFiles(string root, CameraDirectory cameras, ILogger logger)
    {
        _cameras = cameras;
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        if (Directory.Exists(root))
        {
            foreach (string path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            {
                string url = "/" + Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
                files.Add(url, PageFile.Read(path, url));
            }
        }

        if (!files.ContainsKey(Index)) CameraServiceLog.NoPage(logger, root);
        _files = files.ToFrozenDictionary();
    }

    public Task InvokeAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        if (_files.TryGetValue(path, out PageFile? file)) return SendAsync(context, file);
        if (path is not ("/" or People) && _cameras.IndexOf(path[1..]) < 0)
        {
            return Problem.WriteAsync(context, StatusCodes.Status404NotFound, "There is neither a page nor a camera of this name; /api/v1/cameras lists them.");
        }

        if (_files.TryGetValue(Index, out PageFile? index)) return SendAsync(context, index);
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(NotBuilt, context.RequestAborted);
    }

    private static Task SendAsync(HttpContext context, PageFile file)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = file.CacheControl;
        response.Headers.ETag = file.ETag;
        if (context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == file.ETag || tag == "W/" + file.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = file.Content.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(file.Content, context.RequestAborted).AsTask();
    }
}
