using System.Text.Json.Serialization;

namespace Lookout.Configuration.Settings;

/// <summary>
/// Where a camera's pictures come from. The list is closed: there is no source that runs a command
/// (reliability.md T3: go2rtc, Frigate).
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "scheme")]
[JsonDerivedType(typeof(V4l2Source), "v4l2")]
[JsonDerivedType(typeof(FileSource), "file")]
[JsonDerivedType(typeof(RtspSource), "rtsp")]
[JsonDerivedType(typeof(TestSource), "test")]
public abstract record CameraSource;

/// <summary>A capture device: v4l2:///dev/video0?width=1280&amp;height=720&amp;fps=30. Null means: the device's choice.</summary>
public sealed record V4l2Source(string Device, int? Width, int? Height, int? Fps) : CameraSource;

/// <summary>A clip, paced in real time and looped: file:///media/yard.mp4.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Remedy">What to do when the clip is absent, shown as part of the camera's reason; null when only the owner can know.</param>
public sealed record FileSource(string Path, string? Remedy = null) : CameraSource;

/// <summary>A network camera: rtsp://user:password@host:554/stream. The URI may hold a secret: never log it.</summary>
public sealed record RtspSource(string Uri) : CameraSource
{
    /// <summary>The URI without user and password, for logs and the API.</summary>
    [JsonIgnore]
    public string Redacted => new UriBuilder(Uri) { UserName = "", Password = "" }.Uri.ToString();

    /// <summary>Keeps the secret out of record printing.</summary>
    public override string ToString() => $"RtspSource {{ {Redacted} }}";
}

/// <summary>A synthetic picture, only ever by name: test://clock?width=1280&amp;height=720&amp;fps=30.</summary>
public sealed record TestSource(string Pattern, int Width, int Height, int Fps) : CameraSource;
