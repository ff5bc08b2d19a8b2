using System.Text.Json.Serialization;

namespace Lookout.CameraService.Identity.Api;

internal sealed record EnrolRequest(string? Name, ConsentRequest? Consent);

internal sealed record ChangeRequest(string? Name, ConsentRequest? Consent);

internal sealed record ConsentRequest(string? By, string? Purpose, string? Expires);

internal sealed record TrackRequest(string? Camera, int? Track);

internal sealed record MergeRequest(string? Other);

internal sealed record SplitRequest(IReadOnlyList<string>? Samples, string? Name, ConsentRequest? Consent);

/// <summary>What people send. A member that nobody knows is a slip of the pen, and said so.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    MaxDepth = 4)]
[JsonSerializable(typeof(EnrolRequest))]
[JsonSerializable(typeof(ChangeRequest))]
[JsonSerializable(typeof(TrackRequest))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(SplitRequest))]
internal sealed partial class RequestJson : JsonSerializerContext;
