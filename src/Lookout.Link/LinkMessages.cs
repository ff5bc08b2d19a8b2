using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lookout.Link;

/// <summary>Parses the JSON bodies and checks what a type alone cannot say: ranges, counts, finite numbers.</summary>
internal static partial class LinkMessages
{
    public static bool TryParseHello(ReadOnlySpan<byte> body, out Hello hello)
    {
        if (!TryParse(body, LinkJson.Default.Hello, out hello) || hello.Cameras.Count > LinkProtocol.MaxCameras) return false;
        for (int i = 0; i < hello.Cameras.Count; i++)
        {
            if (hello.Cameras[i] is not { } camera || !IsName(camera.Name) || !Enum.IsDefined(camera.Kind) || !AreRenditions(camera.Renditions)) return false;
            for (int j = 0; j < i; j++)
            {
                if (hello.Cameras[j].Name == camera.Name) return false;
            }
        }

        return true;
    }

    public static bool TryParseAnalysis(ReadOnlySpan<byte> body, int cameras, out Analysis analysis)
    {
        if (!TryParse(body, LinkJson.Default.Analysis, out analysis)) return false;
        if ((uint)analysis.Camera >= (uint)cameras || analysis.CaptureNs < 0 || analysis.Faces.Count > LinkProtocol.MaxFaces) return false;
        if (!double.IsFinite(analysis.PreprocessMs) || !double.IsFinite(analysis.InferenceMs)) return false;
        foreach (Face? face in analysis.Faces)
        {
            if (face is null || !IsFace(face)) return false;
        }

        return true;
    }

    public static bool TryParsePeople(ReadOnlySpan<byte> body, int cameras, out People people)
    {
        if (!TryParse(body, LinkJson.Default.People, out people)) return false;
        if ((uint)people.Camera >= (uint)cameras || people.CaptureNs < 0 || people.Persons.Count > LinkProtocol.MaxPersons) return false;
        if (!double.IsFinite(people.DetectMs) || !double.IsFinite(people.PoseMs)) return false;
        foreach (Person? person in people.Persons)
        {
            if (person is null || !IsPerson(person)) return false;
        }

        return true;
    }

    public static bool TryParseCameraState(ReadOnlySpan<byte> body, int cameras, out CameraState state) =>
        TryParse(body, LinkJson.Default.CameraState, out state)
        && (uint)state.Camera < (uint)cameras
        && Enum.IsDefined(state.Status)
        && state.Reason.Length <= LinkProtocol.MaxReasonLength
        && state.Width >= 0 && state.Height >= 0 && double.IsFinite(state.Fps) && state.Fps >= 0
        && state.Frames >= 0 && state.LastFrameNs >= 0 && state.Restarts >= 0 && state.Dropped >= 0
        && AreStates(state.Renditions);

    public static bool TryParseWant(ReadOnlySpan<byte> body, int cameras, out Want want) =>
        TryParse(body, LinkJson.Default.Want, out want) && (uint)want.Camera < (uint)cameras && want.Rendition < LinkProtocol.MaxRenditions;

    public static bool TryParseKeyFrame(ReadOnlySpan<byte> body, int cameras, out KeyFrame keyFrame) =>
        TryParse(body, LinkJson.Default.KeyFrame, out keyFrame) && (uint)keyFrame.Camera < (uint)cameras && keyFrame.Rendition < LinkProtocol.MaxRenditions;

    private static bool TryParse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type, out T value)
        where T : class
    {
        try
        {
            value = JsonSerializer.Deserialize(body, type)!;
            return value is not null;
        }
        catch (JsonException)
        {
            value = null!;
            return false;
        }
    }

    // A list that is missing comes as null: the generated code does not know initial values.
    private static bool AreRenditions(IReadOnlyList<LinkRendition?>? renditions)
    {
        if (renditions is not [{ Number: 0 }, ..] || renditions.Count > LinkProtocol.MaxRenditions) return false;
        for (int i = 0; i < renditions.Count; i++)
        {
            if (renditions[i] is not { BitsPerSecond: >= 0 } rendition || rendition.Number >= LinkProtocol.MaxRenditions) return false;
            if (i > 0 && rendition.Number <= renditions[i - 1]!.Number) return false;
        }

        return true;
    }

    private static bool AreStates(IReadOnlyList<RenditionState?>? states)
    {
        if (states is null || states.Count > LinkProtocol.MaxRenditions) return false;
        for (int i = 0; i < states.Count; i++)
        {
            if (states[i] is not { Width: >= 0, Height: >= 0, BitsPerSecond: >= 0, TargetBitsPerSecond: >= 0 } state || state.Number >= LinkProtocol.MaxRenditions) return false;
            if (!Enum.IsDefined(state.Status) || !Enum.IsDefined(state.Codec) || state.Reason.Length > LinkProtocol.MaxReasonLength) return false;
            if (i > 0 && state.Number <= states[i - 1]!.Number) return false;
        }

        return true;
    }

    private static bool IsFace(Face face)
    {
        if (!float.IsFinite(face.X) || !float.IsFinite(face.Y) || !float.IsFinite(face.Width) || !float.IsFinite(face.Height)) return false;
        return float.IsFinite(face.Score) && face.Landmarks.Count <= LinkProtocol.MaxLandmarkValues && face.Landmarks.Count % 2 == 0 && AreFinite(face.Landmarks);
    }

    private static bool IsPerson(Person person)
    {
        if (!float.IsFinite(person.X) || !float.IsFinite(person.Y) || !float.IsFinite(person.Width) || !float.IsFinite(person.Height)) return false;
        return person.Id > 0 && float.IsFinite(person.Score)
            && person.Keypoints.Count <= LinkProtocol.MaxKeypointValues && person.Keypoints.Count % 3 == 0 && AreFinite(person.Keypoints)
            && (person.Face is null || IsFace(person.Face));
    }

    private static bool AreFinite(IReadOnlyList<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) return false;
        }

        return true;
    }

    private static bool IsName(string name)
    {
        if (name.Length is 0 or > LinkProtocol.MaxNameLength) return false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('_' or '-')) return false;
        }

        return true;
    }
}
