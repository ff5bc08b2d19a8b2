using System.Diagnostics;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>One session and its position in the stream it watches. Owned by the loop, which disposes it.</summary>
internal sealed class Viewer(RtcSession session, StreamFeed feed, string sessionId, string secret, string ufrag, TimeSpan openedAt) : IDisposable
{
    private ViewerState _state;

    private enum ViewerState
    {
        /// <summary>No keys yet.</summary>
        Connecting,

        /// <summary>A decoder can only begin with a key frame; what comes before is not sent.</summary>
        AwaitingKey,

        /// <summary>Follows the stream from <see cref="Cursor"/> on.</summary>
        Following,
    }

    public RtcSession Session { get; } = session;

    public StreamFeed Feed { get; } = feed;

    public string SessionId { get; } = sessionId;

    public string Secret { get; } = secret;

    public string Ufrag { get; } = ufrag;

    public TimeSpan OpenedAt { get; } = openedAt;

    /// <summary>Addresses under which the loop finds this viewer.</summary>
    public List<TransportAddress> Addresses { get; } = [];

    /// <summary>The next packet of the stream to send.</summary>
    public SequenceNumber Cursor { get; private set; }

    /// <summary>Whether packets wait for this viewer.</summary>
    public bool IsBehind => _state == ViewerState.Following && Cursor != Feed.History.Next;

    /// <summary>Replays a past group of pictures, which is paced, instead of following the live edge.</summary>
    public bool IsCatchingUp { get; private set; }

    /// <summary>When a viewer that catches up may get its next burst.</summary>
    public TimeSpan BurstAt { get; set; }

    /// <summary>When an ended session's last datagrams have left and it is forgotten; TimeSpan.MaxValue before its end.</summary>
    public TimeSpan ForgetAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>Whether this call noticed that the session's keys have come.</summary>
    public bool TryConnect()
    {
        if (_state != ViewerState.Connecting || Session.State != SessionState.Connected) return false;
        Become(ViewerState.AwaitingKey);
        if (!Feed.TryGetReplay(out SequenceNumber key))
        {
            Feed.RequestKeyFrame();
            return true;
        }

        Session.StartReplay(key, Feed.LiveTimestamp);
        Cursor = key;
        IsCatchingUp = true;
        Become(ViewerState.Following);
        return true;
    }

    /// <summary>An access unit was added to the stream: begin with it if it is the key frame waited for.</summary>
    public void Offer(SequenceNumber first, bool key)
    {
        if (_state != ViewerState.AwaitingKey || !key) return;
        Session.Start(first);
        Cursor = first;
        Become(ViewerState.Following);
    }

    public void Sent()
    {
        Cursor = Cursor.Next;
        if (Cursor == Feed.History.Next) IsCatchingUp = false;
    }

    /// <summary>What the viewer should get next is no longer kept: wait for a key frame.</summary>
    public void Overrun()
    {
        IsCatchingUp = false;
        Become(ViewerState.AwaitingKey);
        Feed.RequestKeyFrame();
    }

    public void Dispose() => Session.Dispose();

    private void Become(ViewerState next)
    {
        Debug.Assert(next != ViewerState.Connecting && next != _state, $"{_state} -> {next}");
        _state = next;
    }
}
