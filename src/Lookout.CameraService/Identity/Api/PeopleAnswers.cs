using Lookout.CameraService.Cameras;
using Lookout.CameraService.Identity.Matching;
using Lookout.CameraService.Identity.Storage;

namespace Lookout.CameraService.Identity.Api;

/// <param name="Recognition">Whether anybody is recognised, and if not, why.</param>
/// <param name="People">Everybody who is enrolled.</param>
internal sealed record PeopleListJson(RecognitionJson Recognition, IReadOnlyList<EnrolledPersonJson> People);

/// <param name="Enabled">As configured.</param>
/// <param name="Ready">The database is open: people can be enrolled, and are recognised.</param>
/// <param name="Model">What faces are compared by; null before the first was seen.</param>
/// <param name="BodyModel">What figures are compared by; null before the first was seen.</param>
/// <param name="BodyIsDescriptor">Figures are compared by their colours alone, for want of a model.</param>
/// <param name="Reason">Why it is off, or what has to be known; else empty.</param>
internal sealed record RecognitionJson(bool Enabled, bool Ready, string? Model, string? BodyModel, bool? BodyIsDescriptor, string Reason)
{
    public static RecognitionJson From(Identities identities)
    {
        string? body = identities.Recogniser?.FigureMeasure?.Model;
        // A model's name has its hash behind an '@'.
        bool? isDescriptor = body is null ? null : !body.Contains('@', StringComparison.Ordinal);
        return new RecognitionJson(identities.Enabled, identities.Ready, identities.Recogniser?.FaceMeasure?.Model, body, isDescriptor, identities.Reason);
    }
}

/// <param name="Id">Random.</param>
/// <param name="Name">As typed.</param>
/// <param name="Consent">The newest.</param>
/// <param name="CreatedAt">When they were enrolled.</param>
/// <param name="Samples">In the order they were added.</param>
/// <param name="LastSeen">Since the start of the service, or null.</param>
internal sealed record EnrolledPersonJson(string Id, string Name, ConsentJson Consent, DateTimeOffset CreatedAt, IReadOnlyList<SampleJson> Samples, LastSeenJson? LastSeen)
{
    public static EnrolledPersonJson From(KnownPerson person, Identities identities, CameraDirectory cameras, DateTimeOffset now) => new(
        person.Id,
        person.Name,
        ConsentJson.From(person.Consent, now),
        person.CreatedAt,
        [.. person.Samples.Select(sample => SampleJson.From(sample, identities))],
        identities.Recogniser?.Sightings.Of(person.Id) is { } seen ? new LastSeenJson(cameras[seen.Camera].Name, seen.At) : null);
}

/// <param name="GivenAt">When it was recorded.</param>
/// <param name="By">Who gave it.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Expires">Null: until it is withdrawn.</param>
/// <param name="Valid">Whether it holds now; without it the person is not recognised.</param>
internal sealed record ConsentJson(DateTimeOffset GivenAt, string By, string Purpose, DateTimeOffset? Expires, bool Valid)
{
    public static ConsentJson From(Consent consent, DateTimeOffset now) => new(consent.GivenAt, consent.By, consent.Purpose, consent.Expires, consent.Holds(now));
}

/// <param name="Id">Random.</param>
/// <param name="TakenAt">When it was enrolled.</param>
/// <param name="Source">"upload" or "track".</param>
/// <param name="Quality">0..1.</param>
/// <param name="Model">What made its template.</param>
/// <param name="Usable">Made by the model in use; true while that is not known yet.</param>
internal sealed record SampleJson(string Id, DateTimeOffset TakenAt, string Source, float Quality, string Model, bool Usable)
{
    public static SampleJson From(FaceSample sample, Identities identities) => new(
        sample.Id,
        sample.TakenAt,
        sample.Source == SampleSource.Track ? "track" : "upload",
        MathF.Round(sample.Quality, 2),
        sample.Model,
        identities.Recogniser?.FaceMeasure is not { } measure || measure.Model == sample.Model);
}

internal sealed record LastSeenJson(string Camera, DateTimeOffset At);

/// <summary>Somebody in a camera's picture now.</summary>
internal sealed record TrackJson(string Camera, int Track, WhoJson? Person, string? Unknown, bool HasFace, float Quality)
{
    public static TrackJson From(string camera, TrackName name, Roster roster) =>
        new(camera, name.Track, WhoJson.From(name, roster), name.Unknown, name.HasFace, name.Quality);
}

/// <param name="Id">Of the person.</param>
/// <param name="Name">Of the person.</param>
/// <param name="Confidence">0..1.</param>
internal sealed record WhoJson(string Id, string Name, float Confidence)
{
    /// <summary>Null for a track without a name, and for one whose person was erased a moment ago.</summary>
    public static WhoJson? From(TrackName name, Roster roster) =>
        name.Person is { } id && roster.Find(id) is { } person ? new WhoJson(id, person.Name, name.Confidence) : null;
}

/// <summary>What an erasure destroyed.</summary>
internal sealed record ReceiptJson(string Receipt, string Person, int Samples, int Rows, int Pictures, int Keys, DateTimeOffset At)
{
    public static ReceiptJson From(ErasureReceipt receipt) =>
        new(receipt.Receipt, receipt.Person, receipt.Samples, receipt.Rows, receipt.Pictures, receipt.Keys, receipt.At);
}
