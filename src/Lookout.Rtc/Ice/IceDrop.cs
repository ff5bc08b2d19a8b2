namespace Lookout.Rtc.Ice;

/// <summary>Why a STUN datagram was dropped without an answer.</summary>
public enum IceDrop
{
    /// <summary>Not dropped.</summary>
    None,

    /// <summary>Not a STUN Binding message, or malformed.</summary>
    Malformed,

    /// <summary>FINGERPRINT is missing or wrong.</summary>
    Fingerprint,

    /// <summary>USERNAME is not "our fragment:peer's fragment".</summary>
    Username,

    /// <summary>MESSAGE-INTEGRITY is missing or wrong.</summary>
    Integrity,

    /// <summary>A response no request of ours waits for, or one from another address than asked.</summary>
    Unexpected,

    /// <summary>More remote candidates than an agent keeps.</summary>
    TooManyCandidates,
}
