using System.Text.Json.Serialization;

namespace Lookout.Link;

/// <summary>What of a person was measured. On the wire: "face", "body".</summary>
[JsonConverter(typeof(WireNameConverter<LikenessKind>))]
public enum LikenessKind
{
    /// <summary>A face, which says who somebody is.</summary>
    Face,

    /// <summary>The whole figure, which says for some minutes that it is still the same person.</summary>
    Body,
}
