namespace Lookout.CameraService.Tests.Simulator;

/// <summary>How a path treats datagrams, each way alike.</summary>
internal sealed record PathSettings
{
    /// <summary>Part of the datagrams that is lost.</summary>
    public double Loss { get; init; }

    /// <summary>
    /// Datagrams lost in a row on average: 1 loses each by itself, more is Gilbert's and Elliott's two states, the bad one of
    /// which loses everything and passes with time too.
    /// </summary>
    public double BurstLength { get; init; } = 1;

    public TimeSpan RoundTrip { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>A datagram is held up as much longer at most, at random.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Whether those held up are overtaken.</summary>
    public bool Reorders { get; init; }

    /// <summary>Part of the datagrams that comes twice.</summary>
    public double Duplication { get; init; }

    /// <summary>Bits a second; 0 is no limit.</summary>
    public long Bps { get; init; }

    /// <summary>How much the bottleneck's queue holds, as time.</summary>
    public TimeSpan Queue { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Nothing passes.</summary>
    public bool Down { get; init; }
}
