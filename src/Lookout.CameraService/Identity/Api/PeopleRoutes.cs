using Lookout.CameraService.Cameras;
using Lookout.CameraService.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lookout.CameraService.Identity.Api;

/// <summary>
/// Every address about people, behind two gates: what recognises or adds refuses while recognition is off, and what shows, corrects or
/// erases those who are enrolled answers for as long as they are. Both say why, as does the list, which is where people look first.
/// </summary>
internal sealed class PeopleRoutes(Identities identities, CameraDirectory cameras, TimeProvider time)
{
    private const string One = "/api/v1/people/{id}";
    private const int WriteBurst = 30;
    private const double WritesASecond = 3;
    private const int PictureBurst = 200;
    private const double PicturesASecond = 20;

    private readonly PeopleEndpoints _people = new(identities, cameras, time);
    private readonly SampleEndpoints _samples = new(identities);
    private readonly RequestRate _writes = new(WriteBurst, WritesASecond, time);
    private readonly RequestRate _pictures = new(PictureBurst, PicturesASecond, time);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/people", _people.ListAsync);
        app.MapPost("/api/v1/people", Writing(_people.EnrolAsync));
        app.MapGet(One, Kept(_people.ShowAsync));
        app.MapPatch(One, Correcting(_people.ChangeAsync));
        app.MapDelete(One, Correcting(_people.EraseAsync));
        app.MapPost(One + "/samples", Writing(_samples.UploadAsync));
        app.MapPost(One + "/samples/track", Writing(_samples.FromTrackAsync));
        app.MapDelete(One + "/samples/{sample}", Correcting(_samples.RemoveAsync));
        app.MapGet(One + "/samples/{sample}/picture", Kept(context => AtRate(context, _pictures, _samples.PictureAsync)));
        app.MapPost(One + "/not", Writing(_people.NotAsync));
        app.MapPost(One + "/merge", Writing(_people.MergeAsync));
        app.MapPost(One + "/split", Writing(_people.SplitAsync));
        app.MapGet("/api/v1/tracks", WhileOn(Kept(_people.TracksAsync)));
    }

    private RequestDelegate Writing(RequestDelegate endpoint) => WhileOn(Correcting(endpoint));

    private RequestDelegate Correcting(RequestDelegate endpoint) => Kept(context => AtRate(context, _writes, endpoint));

    private RequestDelegate WhileOn(RequestDelegate kept) => context =>
        identities.Enabled ? kept(context) : Problem.WriteAsync(context, StatusCodes.Status409Conflict, identities.Reason);

    private RequestDelegate Kept(RequestDelegate endpoint) => context =>
        !identities.HasPeople ? Problem.WriteAsync(context, StatusCodes.Status409Conflict, identities.Reason)
        : !identities.IsOpen ? PeopleRequest.RefuseAsync(context, Refusal.Unavailable, identities.ClosedReason)
        : endpoint(context);

    private static Task AtRate(HttpContext context, RequestRate rate, RequestDelegate endpoint)
    {
        if (rate.TryTake()) return endpoint(context);
        context.Response.Headers.RetryAfter = "1";
        return Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, "That is more than is done about people in one go; wait a second.");
    }
}
