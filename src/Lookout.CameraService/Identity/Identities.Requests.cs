using Lookout.CameraService.Identity.Matching;
using Lookout.CameraService.Identity.Storage;
using Lookout.Link;

namespace Lookout.CameraService.Identity;

/// <summary>What people ask for. Each asks the store, the recogniser or both. What asks the recogniser is only called while <see cref="Enabled"/>,
/// the rest while <see cref="HasPeople"/>.</summary>
internal sealed partial class Identities
{
    private static readonly Refused NoTrack = new(Refusal.NotFound, "Nobody with this track is in the camera's picture; GET /api/v1/tracks lists who is.");

    /// <summary>Refusals of faces, for the metrics.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    private PeopleStore Store => _store ?? throw new InvalidOperationException("recognition is off");

    private PeopleRecogniser Tracks => _recogniser ?? throw new InvalidOperationException("recognition is off");

    public Task<Outcome<KnownPerson>> EnrolAsync(string name, Consent consent) => Store.EnrolAsync(name, consent);

    public Task<Outcome<KnownPerson>> ChangeAsync(string id, string? name, Consent? consent) => Store.ChangeAsync(id, name, consent);

    public Task<Outcome<KnownPerson>> RemoveSampleAsync(string id, string sample) => Store.RemoveSampleAsync(id, sample);

    public Task<Outcome<byte[]>> PictureAsync(string id, string sample) => Store.PictureAsync(id, sample);

    public Task<Outcome<KnownPerson>> SplitAsync(string id, IReadOnlyCollection<string> samples, string name, Consent consent) => Store.SplitAsync(id, samples, name, consent);

    /// <summary>Takes the one face of a still picture as a sample.</summary>
    public async Task<Outcome<FaceSample>> AddImageAsync(string id, ReadOnlyMemory<byte> file, bool force, CancellationToken aborted)
    {
        if (Check(id) is { } refused) return refused;
        Outcome<ImageFaces> answer = await _images.AskAsync(file, aborted).ConfigureAwait(false);
        if (answer.Value is not { } image) return new Refused(answer.Refusal, answer.Problem);
        Outcome<FaceSample> face = Enrolment.FromImage(image, _time.GetUtcNow());
        if (face.Value is null) return Count(face);
        return await AddAsync(id, face.Value, image.Faces[0].Picture, Tracks.ScaleOf(image.Measure!), force).ConfigureAwait(false);
    }

    /// <summary>Takes the face of somebody in a camera's picture as a sample.</summary>
    public async Task<Outcome<FaceSample>> AddTrackAsync(string id, string camera, int track, bool force)
    {
        if (Check(id) is { } refused) return refused;
        int index = _cameras.IndexOf(camera);
        if (index < 0 || Tracks.FaceMeasure is not { } measure) return NoTrack;
        Outcome<FaceLook> found = await Tracks.AskAsync<FaceLook>((cameras, _, _) =>
            cameras[index].Find(track) is not { } person ? NoTrack
            : person.BestFace is { } look ? look
            : new Refused(Refusal.Unfit, "The face of this person was not seen lately. Wait until they look at the camera, and try again.")).ConfigureAwait(false);
        if (found.Refusal != Refusal.None) return Count(new Outcome<FaceSample>(null, found.Refusal, found.Problem));
        Outcome<FaceSample> face = Enrolment.FromTrack(found.Value, _time.GetUtcNow());
        if (face.Value is null) return Count(face);
        return await AddAsync(id, face.Value, found.Value.Likeness.Picture!, Tracks.ScaleOf(measure), force).ConfigureAwait(false);
    }

    /// <summary>The track is not this person, nor is its face for as long as strangers are remembered.</summary>
    public async Task<Outcome<KnownPerson>> NotAsync(string id, string camera, int track)
    {
        if (Store.Roster.Find(id) is not { } person) return PeopleStore.NoPerson;
        int index = _cameras.IndexOf(camera);
        if (index < 0) return NoTrack;
        var face = default(FaceLook?);
        Outcome<bool> denied = await Tracks.AskAsync<bool>((cameras, _, now) =>
        {
            if (cameras[index].Find(track) is null) return NoTrack;
            face = cameras[index].Deny(track, id, now.Ns);
            return true;
        }).ConfigureAwait(false);
        if (denied.Refusal != Refusal.None) return new Refused(denied.Refusal, denied.Problem);
        return face is { } look ? await Store.AddNegativeAsync(id, look.Model, look.Embedding.ToArray()).ConfigureAwait(false) : person;
    }

    public async Task<Outcome<KnownPerson>> MergeAsync(string id, string other)
    {
        Outcome<KnownPerson> merged = await Store.MergeAsync(id, other).ConfigureAwait(false);
        if (merged.Refusal == Refusal.None) await ForgetAsync(other).ConfigureAwait(false);
        return merged;
    }

    public async Task<Outcome<ErasureReceipt>> EraseAsync(string id)
    {
        Outcome<ErasureReceipt> receipt = await Store.EraseAsync(id).ConfigureAwait(false);
        if (receipt.Refusal == Refusal.None) await ForgetAsync(id).ConfigureAwait(false);
        return receipt;
    }

    private Refused? Check(string id)
    {
        if (Store.Roster.Find(id) is not { } person) return PeopleStore.NoPerson;
        return person.Consent.Holds(_time.GetUtcNow()) ? null : PeopleStore.NoConsent;
    }

    private async Task<Outcome<FaceSample>> AddAsync(string id, FaceSample face, byte[] picture, Scale scale, bool force)
    {
        Roster roster = Store.Roster;
        if (roster.Find(id) is not { } person) return PeopleStore.NoPerson;
        if (!force && Enrolment.Doubt(roster, person, face, scale) is { } doubt) return Count(doubt);
        Outcome<FaceSample> added = await Store.AddSampleAsync(id, face, picture).ConfigureAwait(false);
        if (added.Value is { } sample)
        {
            await Tracks.AskAsync<bool>((_, strangers, _) =>
            {
                strangers.Forget(sample.Embedding, sample.Model, scale);
                return true;
            }).ConfigureAwait(false);
        }

        return added;
    }

    private async Task ForgetAsync(string id)
    {
        if (!Enabled) return;
        await Tracks.AskAsync<bool>((cameras, _, now) =>
        {
            foreach (CameraTracks camera in cameras) camera.Forget(id, now.Ns);
            return true;
        }).ConfigureAwait(false);
        Tracks.Sightings.Forget(id);
    }

    private Outcome<FaceSample> Count(Outcome<FaceSample> refused)
    {
        Interlocked.Increment(ref _refusals);
        return refused;
    }
}
