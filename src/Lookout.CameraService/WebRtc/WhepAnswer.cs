namespace Lookout.CameraService.WebRtc;

/// <summary>What a WHEP POST is answered.</summary>
/// <param name="Status">201, or 400 (broken offer), 404 (no such camera), 406 (no H.264 in it), 503 (no room).</param>
/// <param name="Sdp">The answer of a 201.</param>
/// <param name="SessionId">Public name of the session, for logs.</param>
/// <param name="Secret">Unguessable end of the session's URL: who knows it may close the session.</param>
/// <param name="ETag">Entity tag of the ICE session, with its quotes.</param>
/// <param name="Problem">Why not, in one sentence.</param>
/// <param name="RetryAfterSeconds">With 503: when to try again.</param>
public sealed record WhepAnswer(int Status, string? Sdp, string SessionId, string Secret, string ETag, string? Problem, int? RetryAfterSeconds)
{
    internal static WhepAnswer Refused(int status, string problem, int? retryAfterSeconds = null) =>
        new(status, null, "", "", "", problem, retryAfterSeconds);
}
