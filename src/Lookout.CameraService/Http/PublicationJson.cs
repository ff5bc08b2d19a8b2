using Lookout.CameraService.Whip;

namespace Lookout.CameraService.Http;

/// <param name="Camera">Which camera.</param>
/// <param name="Endpoint">URL of the WHIP endpoint, without its query.</param>
/// <param name="State">waiting, offering, connecting, publishing, failing or stopped.</param>
/// <param name="Reason">Why it is not publishing; empty while it is.</param>
/// <param name="Attempts">Offers made so far.</param>
/// <param name="Failures">Of them, those that came to nothing or were lost later.</param>
internal sealed record PublicationJson(string Camera, string Endpoint, string State, string Reason, long Attempts, long Failures)
{
    public static PublicationJson From(WhipStatus status) =>
        new(status.Camera, status.Endpoint, status.State.ToString().ToLowerInvariant(), status.Reason, status.Attempts, status.Failures);
}
