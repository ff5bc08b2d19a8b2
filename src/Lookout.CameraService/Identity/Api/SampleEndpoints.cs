using Lookout.CameraService.Http;
using Lookout.Link;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Identity.Api;

/// <summary>/api/v1/people/{id}/samples: the pictures a person is recognised by.</summary>
internal sealed class SampleEndpoints(Identities identities)
{
    public static readonly Refused NoTrackNamed = new(Refusal.Unfit, """Name who is meant: {"camera": "front", "track": 7}; GET /api/v1/tracks lists who is in the pictures.""");
    private static readonly string[] Pictures = ["image/jpeg", "image/png"];

    /// <summary>A still picture with one face.</summary>
    public async Task UploadAsync(HttpContext context)
    {
        if (!PeopleRequest.IsOf(context, Pictures))
        {
            await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "A picture is image/jpeg or image/png.").ConfigureAwait(false);
            return;
        }

        if (await PeopleRequest.BytesAsync(context, LinkProtocol.MaxImage).ConfigureAwait(false) is not { } file) return;
        Outcome<FaceSample> sample = file.IsEmpty
            ? new Refused(Refusal.Unfit, "The picture is empty.")
            : await identities.AddImageAsync(PeopleEndpoints.Id(context), file, IsForced(context), context.RequestAborted).ConfigureAwait(false);
        await AnswerAsync(context, sample).ConfigureAwait(false);
    }

    /// <summary>The face of somebody in a camera's picture.</summary>
    public async Task FromTrackAsync(HttpContext context)
    {
        if (await PeopleRequest.ReadAsync(context, RequestJson.Default.TrackRequest).ConfigureAwait(false) is not { } request) return;
        Outcome<FaceSample> sample = request is { Camera: { } camera, Track: { } track }
            ? await identities.AddTrackAsync(PeopleEndpoints.Id(context), camera, track, IsForced(context)).ConfigureAwait(false)
            : NoTrackNamed;
        await AnswerAsync(context, sample).ConfigureAwait(false);
    }

    public async Task RemoveAsync(HttpContext context)
    {
        Outcome<KnownPerson> person = await identities.RemoveSampleAsync(PeopleEndpoints.Id(context), Sample(context)).ConfigureAwait(false);
        if (person.Refusal == Refusal.None) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await PeopleRequest.RefuseAsync(context, person.Refusal, person.Problem).ConfigureAwait(false);
    }

    /// <summary>The aligned face. Who looks at it is in the audit.</summary>
    public async Task PictureAsync(HttpContext context)
    {
        Outcome<byte[]> picture = await identities.PictureAsync(PeopleEndpoints.Id(context), Sample(context)).ConfigureAwait(false);
        if (picture.Value is null)
        {
            await PeopleRequest.RefuseAsync(context, picture.Refusal, picture.Problem).ConfigureAwait(false);
            return;
        }

        byte[] file = Bitmap.FromSquare(picture.Value);
        context.Response.ContentType = "image/bmp";
        context.Response.ContentLength = file.Length;
        await context.Response.Body.WriteAsync(file, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Sample(HttpContext context) => (string)context.Request.RouteValues["sample"]!;

    private static bool IsForced(HttpContext context) => context.Request.Query["force"] == "true";

    private Task AnswerAsync(HttpContext context, Outcome<FaceSample> sample) => PeopleRequest.AnswerAsync(
        context, sample, found => SampleJson.From(found, identities), ApiJson.Default.SampleJson, StatusCodes.Status201Created);
}
