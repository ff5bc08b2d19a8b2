namespace Lookout.Rtc.Ice;

/// <summary>
/// ICE restart (RFC 8445 §9, RFC 8839 §4.4.1.1): a new generation is checked while the one before goes on carrying media,
/// until the new one has a nominated pair, or consent is lost in the old one and the new one has a valid pair.
/// </summary>
public sealed partial class IceAgent
{
    /// <summary>How long a restart may take once media has nowhere to go any more.</summary>
    public static readonly TimeSpan RestartTimeout = TimeSpan.FromSeconds(15);

    // What is on its way, and the peer's checks until it has moved too (RFC 8445 §8.3 asks for 3 s).
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    private string[] _ufrags;
    private TimeSpan _freeAt = TimeSpan.MaxValue;
    private TimeSpan _giveUpAt = TimeSpan.MaxValue;

    /// <summary>Restarts so far; the newest generation's number.</summary>
    public int Generation => _current.Number;

    /// <summary>Whether media is still on the generation before the newest one, or nowhere.</summary>
    public bool IsRestarting => _current.Number > 0 && _selected?.Generation != _current;

    /// <summary>Our user fragments that checks may name, the newest first: one, and two after a restart.</summary>
    public ReadOnlySpan<string> LocalUfrags => _ufrags;

    /// <summary>The peer's user fragment of the newest generation, which its trickled candidates belong to.</summary>
    public string RemoteUfrag => _current.RemoteUfrag;

    private TimeSpan NextRestartTimeout => Earlier(_giveUpAt, _freeAt);

    /// <summary>
    /// Begins a new generation without candidates. Roles stay (RFC 8445 §6.1.1). False when consent has expired: then
    /// there is nothing left to restart.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="local">New credentials of ours.</param>
    /// <param name="remote">New ones of the peer's.</param>
    public bool Restart(TimeSpan now, IceCredentials local, IceCredentials remote)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(remote);
        if (_state == IceState.ConsentExpired) return false;
        // A restart that another one overtakes before it carries media is dropped.
        _previous = _selected?.Generation;
        _freeAt = TimeSpan.MaxValue;
        if (_giveUpAt != TimeSpan.MaxValue) _giveUpAt = now + RestartTimeout;
        _current = new IceGeneration(_current.Number + 1, local, remote, now);
        _ufrags = _previous is { } old ? [local.Ufrag, old.LocalUfrag] : [local.Ufrag];
        return true;
    }

    private void AdvanceRestart(TimeSpan now)
    {
        if (now >= _giveUpAt)
        {
            Expire();
            return;
        }

        if (now < _freeAt) return;
        _freeAt = TimeSpan.MaxValue;
        _previous = null;
        _ufrags = [_current.LocalUfrag];
    }
}
