using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Turn;

/// <summary>One thing that is asked of the server, repeated until it is answered, and asked again before it lapses.</summary>
internal sealed class TurnRequest(int method, TransportAddress peer = default, ushort channel = 0)
{
    /// <summary>Allocate, Refresh, CreatePermission or ChannelBind.</summary>
    public int Method { get; set; } = method;

    /// <summary>Whom it is about: an address without a port (CreatePermission) or with one (ChannelBind).</summary>
    public TransportAddress Peer { get; } = peer;

    /// <summary>Number to bind.</summary>
    public ushort Channel { get; } = channel;

    /// <summary>When to send, for the first time or again; TimeSpan.MaxValue: nothing to do.</summary>
    public TimeSpan DueAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>Sent and not answered.</summary>
    public bool IsInFlight { get; set; }

    public StunTransactionId Id { get; set; }

    public int Transmissions { get; set; }

    /// <summary>Stale nonces in a row.</summary>
    public int Challenges { get; set; }

    /// <summary>Until when the server honours it; TimeSpan.MinValue before it has said so.</summary>
    public TimeSpan GrantedUntil { get; set; } = TimeSpan.MinValue;

    /// <summary>Not to be asked for again.</summary>
    public bool IsReleased { get; set; }
}
