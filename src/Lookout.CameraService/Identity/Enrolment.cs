using System.Globalization;
using System.Runtime.InteropServices;
using Lookout.CameraService.Identity.Matching;
using Lookout.Link;

namespace Lookout.CameraService.Identity;

/// <summary>
/// Which faces are good enough to recognise somebody by. A poor sample does harm for as long as it is kept, so it is refused with
/// a sentence that says what would be better.
/// </summary>
internal static class Enrolment
{
    /// <summary>Pixels between the eyes. Below this every recogniser sees an enlargement.</summary>
    public const float LeastEyeDistance = 24;

    public const float LeastSharpness = 0.3f;
    public const float LeastQuality = 0.35f;

    // As like as this to another person's sample: rather the same person than a coincidence.
    private const float SameFace = 0.1f;

    // As unlike as this to every sample of the person: rather another person.
    private const float OtherFace = -0.3f;

    /// <summary>The one face of a still picture.</summary>
    public static Outcome<FaceSample> FromImage(ImageFaces image, DateTimeOffset now)
    {
        if (image.Problem.Length > 0) return Unfit(image.Problem);
        if (image.Faces.Count == 0) return Unfit("No face was found. Send a picture in which the face looks at the camera, upright, well lit and not cut off.");
        if (image.Faces.Count > 1) return Unfit($"{image.Faces.Count} faces were found. Send a picture of one person, or cut the others off.");
        ImageFace face = image.Faces[0];
        return Judge(face.Quality, face.EyeDistance, face.Sharpness) is { } refused
            ? refused
            : new FaceSample("", now, SampleSource.Upload, face.Quality, image.Measure!.Model, Floats(face.Embedding));
    }

    /// <summary>The face of somebody in a camera's picture.</summary>
    public static Outcome<FaceSample> FromTrack(FaceLook look, DateTimeOffset now)
    {
        Likeness face = look.Likeness;
        if (face.Picture is null) return Unfit("Of this face no picture was taken yet; wait until the person looks at the camera, and try again.");
        return Judge(face.Quality, face.EyeDistance, face.Sharpness) is { } refused
            ? refused
            : new FaceSample("", now, SampleSource.Track, face.Quality, look.Model, Floats(face.Embedding));
    }

    /// <summary>Why the face is probably not this person's, or null.</summary>
    public static Refused? Doubt(Roster roster, KnownPerson person, FaceSample face, Scale scale)
    {
        float own = Likest(person, face, scale);
        foreach (KnownPerson other in roster.People)
        {
            if (other.Id == person.Id || Likest(other, face, scale) is var likeness && (likeness < SameFace || likeness <= own)) continue;
            return new Refused(
                Refusal.Conflict,
                $"This looks like {other.Name}, who is enrolled already. Add it there, or merge the two; if it really is somebody else, send it again with ?force=true.");
        }

        bool comparable = person.Samples.Any(sample => sample.Model == face.Model);
        return comparable && own < OtherFace
            ? new Refused(Refusal.Conflict, "This does not look like the other samples of this person. If it is the same person all the same, send it again with ?force=true.")
            : null;
    }

    private static float Likest(KnownPerson person, FaceSample face, Scale scale)
    {
        float best = -1;
        foreach (FaceSample sample in person.Samples)
        {
            if (sample.Model == face.Model) best = Math.Max(best, scale.Compare(sample.Embedding, face.Embedding));
        }

        return best;
    }

    private static Refused? Judge(float quality, float eyeDistance, float sharpness)
    {
        if (eyeDistance < LeastEyeDistance)
        {
            return Unfit(string.Create(
                CultureInfo.InvariantCulture,
                $"The face is too small: {eyeDistance:0} pixels between the eyes, and {LeastEyeDistance:0} are needed. Come closer, or send a larger picture."));
        }

        if (sharpness < LeastSharpness) return Unfit("The face is blurred. Hold still, or give it more light.");
        return quality < LeastQuality ? Unfit("The face is turned away, partly covered or badly lit. Look at the camera, with light from the front.") : null;
    }

    private static Refused Unfit(string problem) => new(Refusal.Unfit, problem);

    private static float[] Floats(byte[] embedding) => MemoryMarshal.Cast<byte, float>(embedding).ToArray();
}
