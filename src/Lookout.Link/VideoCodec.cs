using System.Text.Json.Serialization;

namespace Lookout.Link;

/// <summary>What an access unit's Annex B holds. In JSON: "h264", "h265".</summary>
[JsonConverter(typeof(WireNameConverter<VideoCodec>))]
public enum VideoCodec
{
    H264,
    H265,
}
