namespace Lookout.CameraService.WebRtc;

/// <summary>What a PATCH of a WHEP session's resource is answered.</summary>
/// <param name="Status">204 (candidates taken), 200 (ICE restarted), 400, 404, 412, 422, 428 or 503.</param>
/// <param name="Fragment">With 200: our credentials and candidates of the new generation.</param>
/// <param name="ETag">With 200: the resource's new entity tag, with its quotes.</param>
/// <param name="Problem">Why not, in one sentence; null when it was done.</param>
/// <param name="RetryAfterSeconds">With 503: when to try again.</param>
public sealed record WhepPatch(int Status, string? Fragment, string? ETag, string? Problem, int? RetryAfterSeconds)
{
    internal static readonly WhepPatch Trickled = new(204, null, null, null, null);

    internal static WhepPatch Restarted(string fragment, string eTag) => new(200, fragment, eTag, null, null);

    internal static WhepPatch Refused(int status, string problem, int? retryAfterSeconds = null) => new(status, null, null, problem, retryAfterSeconds);
}
