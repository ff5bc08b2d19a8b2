using System.Text.Json.Serialization;

namespace Lookout.Link;

/// <summary>What a camera's pictures are, so that the page can label anything that is not live.</summary>
[JsonConverter(typeof(WireNameConverter<CameraKind>))]
public enum CameraKind
{
    /// <summary>A real, live camera.</summary>
    Camera,

    /// <summary>A recorded clip, looped.</summary>
    Clip,

    /// <summary>A picture made by this program.</summary>
    Synthetic,
}
