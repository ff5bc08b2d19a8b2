using System.Text.Json.Serialization;

namespace Lookout.Link;

/// <summary>What a rendition does. On the wire: "resting", "running", "refused".</summary>
[JsonConverter(typeof(WireNameConverter<RenditionStatus>))]
public enum RenditionStatus
{
    /// <summary>Nobody wants it, so it costs nothing.</summary>
    Resting,

    /// <summary>Its access units come, or will as soon as the camera's frames do.</summary>
    Running,

    /// <summary>It cannot be had now; <see cref="RenditionState.Reason"/> says why. It comes by itself when that has passed.</summary>
    Refused,
}
