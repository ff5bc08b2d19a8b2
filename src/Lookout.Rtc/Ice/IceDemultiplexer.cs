using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>
/// How the owner of a socket that many agents share finds the agent a STUN datagram is for. Proves nothing: the agent
/// checks for itself.
/// </summary>
public static class IceDemultiplexer
{
    /// <summary>The receiver's user fragment: what stands before the colon in a request's USERNAME (RFC 8445 §7.2.2).</summary>
    public static bool TryGetUfrag(in StunMessage request, out ReadOnlySpan<byte> ufrag)
    {
        ufrag = default;
        if (!request.TryGet(StunAttributeType.Username, out ReadOnlySpan<byte> username)) return false;
        int colon = username.IndexOf((byte)':');
        if (colon <= 0) return false;
        ufrag = username[..colon];
        return true;
    }
}
