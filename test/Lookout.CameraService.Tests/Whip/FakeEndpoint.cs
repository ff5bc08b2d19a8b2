using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Lookout.CameraService.Tests.Whip;

/// <summary>A WHIP endpoint on Kestrel that answers as the test says, and remembers what it was asked.</summary>
internal sealed class FakeEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<(string Method, string Path, string Authorization, string Body)> _requests = [];

    private FakeEndpoint(Func<HttpContext, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string body = await reader.ReadToEndAsync();
            lock (_requests) _requests.Add((context.Request.Method, context.Request.Path, context.Request.Headers.Authorization.ToString(), body));
            await answer(context);
        });
    }

    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<(string Method, string Path, string Authorization, string Body)> Requests
    {
        get { lock (_requests) return [.. _requests]; }
    }

    public static async Task<FakeEndpoint> StartAsync(Func<HttpContext, Task> answer)
    {
        var endpoint = new FakeEndpoint(answer);
        await endpoint._app.StartAsync(TestContext.Current.CancellationToken);
        endpoint.Address = new Uri(endpoint._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        return endpoint;
    }

    public static Task Answer(HttpContext context, int status, string? location = null, string? body = null, string type = "application/sdp", string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (location is not null) context.Response.Headers.Location = location;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        if (body is null) return Task.CompletedTask;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body, context.RequestAborted);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
