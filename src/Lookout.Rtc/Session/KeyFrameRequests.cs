using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>A viewer's wish for a key frame: however often it is said until the session is asked, it is one.</summary>
internal sealed class KeyFrameRequests
{
    private (Ssrc Sender, byte Sequence)? _newest;
    private bool _pending;

    /// <summary>Picture loss: each is a wish.</summary>
    public void Receive() => _pending = true;

    /// <summary>
    /// A FIR. One that carries the number of the one before was sent again lest it was lost, and is no new wish (RFC 5104
    /// §4.3.1.2): false.
    /// </summary>
    public bool Receive(in FullIntraRequest request)
    {
        if (_newest == (request.Sender, request.Sequence)) return false;
        _newest = (request.Sender, request.Sequence);
        _pending = true;
        return true;
    }

    /// <summary>Whether there was a wish since the last call.</summary>
    public bool Take()
    {
        bool pending = _pending;
        _pending = false;
        return pending;
    }
}
