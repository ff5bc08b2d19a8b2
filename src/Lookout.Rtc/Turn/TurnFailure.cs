namespace Lookout.Rtc.Turn;

/// <summary>Why there is no allocation, as far as somebody can do something about it.</summary>
public enum TurnFailure
{
    None,

    /// <summary>No answer.</summary>
    Timeout,

    /// <summary>Wrong or expired credentials (401, 441), or a server that takes none of ours.</summary>
    Unauthorized,

    /// <summary>The server has no room, for us (486) or for anybody (508).</summary>
    Quota,

    /// <summary>The server no longer knows the allocation, or takes our address for another's (437).</summary>
    Mismatch,

    /// <summary>Any other refusal; <see cref="TurnClient.ErrorCode"/> says which.</summary>
    Refused,
}
