using System.Net;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc.Diagnosis;

/// <summary>What <see cref="Remedy"/> judges by.</summary>
internal sealed record Evidence
{
    /// <summary>None while the session still tries.</summary>
    public SessionEndReason End { get; init; }

    public bool WasConnected { get; init; }

    /// <summary>It has tried for longer than a working path takes.</summary>
    public bool IsLate { get; init; }

    /// <summary>ICE has found a path.</summary>
    public bool HasPath { get; init; }

    /// <summary>We called the peer.</summary>
    public bool IsOutbound { get; init; }

    /// <summary>The number of our media port.</summary>
    public int Port { get; init; }

    public long ChecksSent { get; init; }

    /// <summary>Authentic checks of the peer.</summary>
    public long RequestsReceived { get; init; }

    public IgnoredCandidates Ignored { get; init; }

    /// <summary>The host of the page's URL; empty when nobody knows.</summary>
    public string Host { get; init; } = "";

    /// <summary>Where the viewer's HTTP connection comes from.</summary>
    public IPAddress? Peer { get; init; }

    /// <summary>Addresses we told the peer.</summary>
    public IReadOnlyList<IPAddress> Ours { get; init; } = [];

    public bool TcpOffered { get; init; }

    /// <summary>Whether one of our candidates is the address that the page's host stands for, as far as we can tell.</summary>
    public bool HostIsOffered { get; init; } = true;
}
