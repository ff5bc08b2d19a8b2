using System.Text.Json.Serialization;

namespace Lookout.Link;

/// <summary>Strict on purpose: both ends are the same build, so whatever is unknown, missing or double is malformed.</summary>
/// <remarks>The generated fast path writes a byte array that is null as "", which is why likenesses go without it.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 8)]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(Analysis))]
[JsonSerializable(typeof(People))]
[JsonSerializable(typeof(CameraState))]
[JsonSerializable(typeof(Likenesses), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Likeness), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ImageFaces))]
[JsonSerializable(typeof(Want))]
[JsonSerializable(typeof(KeyFrame))]
internal sealed partial class LinkJson : JsonSerializerContext;
