using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>Who controls, and what happens when both think they do, or neither.</summary>
public sealed partial class IceAgent
{
    // A peer that answers 487 to whatever role we claim is not asked for ever.
    private const int MaxConflicts = 4;

    // RFC 8445 §7.3.1.1: the larger tie-breaker controls, whichever side notices. False: the peer is the one to switch.
    private bool SettleRole(in StunMessage request)
    {
        StunAttributeType ours = _role == IceRole.Controlling ? StunAttributeType.IceControlling : StunAttributeType.IceControlled;
        if (!request.TryGetTieBreaker(ours, out ulong theirs)) return true;
        Counters.RoleConflicts++;
        if (_tieBreaker >= theirs == (_role == IceRole.Controlling)) return false;
        SwitchRole();
        return true;
    }

    // RFC 8445 §7.2.5.1: after a 487 the pair is checked again in the other role, unless we have that one already.
    private void ReceiveError(CandidatePair pair)
    {
        if (pair.LastError != RoleConflict || ++pair.Conflicts > MaxConflicts)
        {
            Fail(pair);
            return;
        }

        if (pair.SentRole == _role) SwitchRole();
        if (pair.Generation.Nominating == pair) pair.Generation.Nominating = null;
        // Paced with the ordinary ones, so that two agents at odds do not play at line speed.
        pair.State = IceCheckState.Waiting;
    }

    private void SwitchRole()
    {
        _role = _role == IceRole.Controlling ? IceRole.Controlled : IceRole.Controlling;
        Counters.RoleSwitches++;
        _current.Nominating = null;
    }
}
