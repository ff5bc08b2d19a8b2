using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>What the routes know at a moment, for answers and for /metrics.</summary>
internal sealed record KnownRoutes
{
    public static readonly KnownRoutes None = new();

    /// <summary>Addresses that servers outside have seen us under.</summary>
    public IReadOnlyList<TransportAddress> Reflexive { get; init; } = [];

    /// <summary>Addresses that TURN servers hold for us.</summary>
    public IReadOnlyList<TransportAddress> Relayed { get; init; } = [];

    /// <summary>The families that can be reached through a relay.</summary>
    public IceFamilies RelayFamilies { get; init; }

    /// <summary>TCP port that is listened on; 0: none.</summary>
    public ushort TcpPort { get; init; }

    /// <summary>Why TCP is not listened on although it should be.</summary>
    public string? TcpProblem { get; init; }

    /// <summary>TCP connections now.</summary>
    public int TcpConnections { get; init; }

    /// <summary>TCP connections closed because there were too many, or because they were no viewer's.</summary>
    public long TcpRefused { get; init; }
}
