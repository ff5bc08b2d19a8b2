namespace Lookout.Rtc.Ice;

/// <summary>How far the agent has come.</summary>
public enum IceState
{
    /// <summary>No pair has been validated yet, or consent is gone and a restart has not found another pair yet.</summary>
    Checking,

    /// <summary>A pair is valid: the peer can be sent to, and answers.</summary>
    Connected,

    /// <summary>The controlling side has nominated a valid pair.</summary>
    Nominated,

    /// <summary>Consent has expired (RFC 7675 §5.1). Final: nothing may be sent any more.</summary>
    ConsentExpired,
}
