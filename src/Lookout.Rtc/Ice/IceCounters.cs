namespace Lookout.Rtc.Ice;

/// <summary>What an agent has seen; grows only.</summary>
public sealed class IceCounters
{
    private readonly long[] _dropped = new long[Enum.GetValues<IceDrop>().Length];

    /// <summary>Authentic requests.</summary>
    public long RequestsReceived { get; internal set; }

    /// <summary>Authentic responses to our checks.</summary>
    public long ResponsesReceived { get; internal set; }

    /// <summary>Checks sent, with retransmissions and consent checks.</summary>
    public long ChecksSent { get; internal set; }

    /// <summary>Requests that claimed the role we have.</summary>
    public long RoleConflicts { get; internal set; }

    /// <summary>Times we gave our role up for the other one.</summary>
    public long RoleSwitches { get; internal set; }

    /// <summary>Datagrams that found the outbox full.</summary>
    public long OutboxOverflows { get; internal set; }

    /// <summary>Remote candidates refused because the list was full.</summary>
    public long CandidatesRefused { get; internal set; }

    /// <summary>Datagrams dropped for one reason.</summary>
    public long Dropped(IceDrop reason) => _dropped[(int)reason];

    internal void Count(IceDrop reason) => _dropped[(int)reason]++;
}
