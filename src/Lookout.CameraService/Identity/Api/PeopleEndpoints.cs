using Lookout.CameraService.Cameras;
using Lookout.CameraService.Http;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Identity.Api;

/// <summary>/api/v1/people and /api/v1/tracks: the people themselves. Pictures of them are the business of <see cref="SampleEndpoints"/>.</summary>
internal sealed class PeopleEndpoints(Identities identities, CameraDirectory cameras, TimeProvider time)
{
    /// <summary>Answers always: while recognition is off it says how to switch it on, and who is still enrolled.</summary>
    public Task ListAsync(HttpContext context)
    {
        DateTimeOffset now = time.GetUtcNow();
        var list = new PeopleListJson(RecognitionJson.From(identities), [.. identities.Roster.People.Select(person => EnrolledPersonJson.From(person, identities, cameras, now))]);
        return context.Response.WriteAsJsonAsync(list, ApiJson.Default.PeopleListJson, cancellationToken: context.RequestAborted);
    }

    public async Task EnrolAsync(HttpContext context)
    {
        if (await PeopleRequest.ReadAsync(context, RequestJson.Default.EnrolRequest).ConfigureAwait(false) is not { } request) return;
        Outcome<Consent> consent = ConsentForm.Read(request.Consent, time.GetUtcNow());
        Outcome<KnownPerson> person = KnownPerson.CleanName(request.Name) is not { } name ? NoName
            : consent.Value is null ? new Refused(consent.Refusal, consent.Problem)
            : await identities.EnrolAsync(name, consent.Value).ConfigureAwait(false);
        if (person.Value is { } made) context.Response.Headers.Location = $"/api/v1/people/{made.Id}";
        await AnswerAsync(context, person, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    public Task ShowAsync(HttpContext context)
    {
        Outcome<KnownPerson> person = identities.Roster.Find(Id(context)) is { } found ? found : Storage.PeopleStore.NoPerson;
        return AnswerAsync(context, person);
    }

    public async Task ChangeAsync(HttpContext context)
    {
        if (await PeopleRequest.ReadAsync(context, RequestJson.Default.ChangeRequest).ConfigureAwait(false) is not { } request) return;
        string? name = KnownPerson.CleanName(request.Name);
        Outcome<Consent> consent = request.Consent is null ? default(Outcome<Consent>) : ConsentForm.Read(request.Consent, time.GetUtcNow());
        Outcome<KnownPerson> person = request.Name is not null && name is null ? NoName
            : consent.Refusal != Refusal.None ? new Refused(consent.Refusal, consent.Problem)
            : await identities.ChangeAsync(Id(context), name, consent.Value).ConfigureAwait(false);
        await AnswerAsync(context, person).ConfigureAwait(false);
    }

    public async Task EraseAsync(HttpContext context) => await PeopleRequest.AnswerAsync(
        context, await identities.EraseAsync(Id(context)).ConfigureAwait(false), ReceiptJson.From, ApiJson.Default.ReceiptJson).ConfigureAwait(false);

    public async Task NotAsync(HttpContext context)
    {
        if (await PeopleRequest.ReadAsync(context, RequestJson.Default.TrackRequest).ConfigureAwait(false) is not { } request) return;
        Outcome<KnownPerson> person = request is { Camera: { } camera, Track: { } track }
            ? await identities.NotAsync(Id(context), camera, track).ConfigureAwait(false)
            : SampleEndpoints.NoTrackNamed;
        await AnswerAsync(context, person).ConfigureAwait(false);
    }

    public async Task MergeAsync(HttpContext context)
    {
        if (await PeopleRequest.ReadAsync(context, RequestJson.Default.MergeRequest).ConfigureAwait(false) is not { } request) return;
        Outcome<KnownPerson> person = request.Other is { } other
            ? await identities.MergeAsync(Id(context), other).ConfigureAwait(false)
            : new Refused(Refusal.Unfit, """Name who becomes part of this person: {"other": "id"}.""");
        await AnswerAsync(context, person).ConfigureAwait(false);
    }

    public async Task SplitAsync(HttpContext context)
    {
        if (await PeopleRequest.ReadAsync(context, RequestJson.Default.SplitRequest).ConfigureAwait(false) is not { } request) return;
        Outcome<Consent> consent = ConsentForm.Read(request.Consent, time.GetUtcNow());
        Outcome<KnownPerson> person = KnownPerson.CleanName(request.Name) is not { } name ? NoName
            : consent.Value is null ? new Refused(consent.Refusal, consent.Problem)
            : request.Samples is not { Count: > 0 } samples ? new Refused(Refusal.Unfit, """Name the samples that are somebody else: {"samples": ["id"]}.""")
            : await identities.SplitAsync(Id(context), [.. samples.Distinct()], name, consent.Value).ConfigureAwait(false);
        if (person.Value is { } made) context.Response.Headers.Location = $"/api/v1/people/{made.Id}";
        await AnswerAsync(context, person, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    /// <summary>/api/v1/tracks: everybody in a picture now.</summary>
    public Task TracksAsync(HttpContext context)
    {
        var tracks = new List<TrackJson>();
        for (int camera = 0; camera < cameras.Count; camera++)
        {
            foreach (Matching.TrackName name in identities.Recogniser!.Names(camera)) tracks.Add(TrackJson.From(cameras[camera].Name, name, identities.Roster));
        }

        return context.Response.WriteAsJsonAsync(tracks, ApiJson.Default.IReadOnlyListTrackJson, cancellationToken: context.RequestAborted);
    }

    internal static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static Refused NoName => new(Refusal.Unfit, $"A name has 1 to {KnownPerson.LongestName} characters and no control characters.");

    private Task AnswerAsync(HttpContext context, Outcome<KnownPerson> person, int status = StatusCodes.Status200OK) => PeopleRequest.AnswerAsync(
        context, person, found => EnrolledPersonJson.From(found, identities, cameras, time.GetUtcNow()), ApiJson.Default.EnrolledPersonJson, status);
}
