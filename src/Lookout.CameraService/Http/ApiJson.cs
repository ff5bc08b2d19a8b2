using System.Text.Json.Serialization;
using Lookout.CameraService.Identity.Api;
using Lookout.CameraService.Live;
using Lookout.CameraService.WebRtc.Diagnosis;

namespace Lookout.CameraService.Http;

/// <summary>Everything the HTTP API writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CameraListJson))]
[JsonSerializable(typeof(CameraJson))]
[JsonSerializable(typeof(AnalysisJson))]
[JsonSerializable(typeof(PeopleJson))]
[JsonSerializable(typeof(PeopleListJson))]
[JsonSerializable(typeof(EnrolledPersonJson))]
[JsonSerializable(typeof(SampleJson))]
[JsonSerializable(typeof(ReceiptJson))]
[JsonSerializable(typeof(IReadOnlyList<TrackJson>))]
[JsonSerializable(typeof(HealthJson))]
[JsonSerializable(typeof(ReadinessJson))]
[JsonSerializable(typeof(ProblemJson))]
[JsonSerializable(typeof(SessionDescriptionJson))]
[JsonSerializable(typeof(SessionJson[]))]
[JsonSerializable(typeof(SessionDiagnosis))]
[JsonSerializable(typeof(PublicationJson[]))]
internal sealed partial class ApiJson : JsonSerializerContext;
