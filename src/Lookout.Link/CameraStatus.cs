using System.Text.Json.Serialization;

namespace Lookout.Link;

/// <summary>Whether pictures come from a camera. On the wire: "offline", "no_signal", "online".</summary>
[JsonConverter(typeof(WireNameConverter<CameraStatus>))]
public enum CameraStatus
{
    /// <summary>The source cannot be opened; the reason is in <see cref="CameraState.Reason"/>.</summary>
    Offline,

    /// <summary>The source is open and delivers no frame.</summary>
    NoSignal,

    /// <summary>Frames come.</summary>
    Online,
}
