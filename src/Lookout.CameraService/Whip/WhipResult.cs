namespace Lookout.CameraService.Whip;

/// <summary>What a POST to a WHIP endpoint came to.</summary>
/// <param name="Sdp">The answer of a 201; null otherwise.</param>
/// <param name="Resource">The session's resource, to be deleted in the end; null when the endpoint named none.</param>
/// <param name="Problem">Why there is no session, in one sentence; empty when there is one.</param>
/// <param name="RetryAfter">When the endpoint wants to be asked again; null when it does not say.</param>
internal sealed record WhipResult(string? Sdp, Uri? Resource, string Problem, TimeSpan? RetryAfter)
{
    public static WhipResult Failed(string problem, TimeSpan? retryAfter = null) => new(null, null, problem, retryAfter);
}
