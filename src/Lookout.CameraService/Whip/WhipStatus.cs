namespace Lookout.CameraService.Whip;

/// <summary>How one publication stands.</summary>
/// <param name="Camera">Which camera.</param>
/// <param name="Endpoint">Where to: the URL without its query, which may hold a secret.</param>
/// <param name="State">How far it is.</param>
/// <param name="Reason">Why it is not publishing; empty while it is.</param>
/// <param name="Attempts">Offers made so far.</param>
/// <param name="Failures">Of them, those that came to nothing or were lost later.</param>
internal sealed record WhipStatus(string Camera, string Endpoint, WhipState State, string Reason, long Attempts, long Failures);

internal enum WhipState
{
    /// <summary>The camera is not there yet, or the media port is not ours.</summary>
    Waiting,

    /// <summary>An offer is at the endpoint.</summary>
    Offering,

    /// <summary>Answered; ICE and DTLS are under way.</summary>
    Connecting,

    /// <summary>Media flows.</summary>
    Publishing,

    /// <summary>It did not work, and is tried again.</summary>
    Failing,

    /// <summary>We are stopping.</summary>
    Stopped,
}
