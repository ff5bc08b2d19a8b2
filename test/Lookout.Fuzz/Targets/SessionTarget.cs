using System.Buffers.Binary;
using Lookout.Fuzz.Corpus;
using Lookout.Fuzz.Peers;
using Lookout.Rtc.Session;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.Fuzz.Targets;

/// <summary>
/// A whole session in virtual time, with ICE and SRTP as they are: a viewer whose RTCP is authentic whatever is in it, and
/// strangers. The stream goes on, so that what he asks for again is there.
/// </summary>
internal sealed class SessionTarget : FuzzTarget
{
    private const int FrameMs = 33;
    private const int MaxDatagramsAStep = 600;
    private static readonly TransportAddress Stranger = TransportAddress.FromIPv4(0xC0A80105, 4444);
    private static readonly byte[] Hello = Convert.FromHexString("16fefd0000000000000000000401000000");

    private readonly Random _random;
    private readonly SrtpProfile _profile;
    private readonly byte[][] _corpus = [.. RtcpCorpus.About(SessionPeer.Media, SessionPeer.Viewer, SessionPeer.First), .. StunCorpus.Signed, Hello];
    private SessionPeer _peer;
    private TimeSpan _now = TimeSpan.FromHours(1);
    private uint _timestamp;

    public SessionTarget(int seed, SrtpProfile profile)
        : base(profile == SrtpProfile.AeadAes128Gcm ? "session aes-gcm" : "session aes-cm")
    {
        _random = new Random(seed);
        _profile = profile;
        _peer = new SessionPeer(_now, profile);
    }

    public override IReadOnlyList<byte[]> Corpus => _corpus;

    public override bool Take(byte[] input)
    {
        Move();
        RtcSession session = _peer.Session;
        SessionCounters counters = session.Counters;
        long before = counters.NacksReceived + counters.KeyFrameRequests + (session.Bandwidth?.Counters.FeedbacksReceived ?? 0);
        long unread = counters.Rejected + counters.Unvalidated;
        bool stranger = _random.Next(8) == 0;
        if (stranger) session.Receive(_now, Stranger, [.. input]);
        else if (_random.Next(4) == 0) session.Receive(_now, SessionPeer.Address, [.. input]);
        else if (_peer.Protect(Current(input)) is { } genuine) session.Receive(_now, SessionPeer.Address, genuine);

        if (stranger) Require(_peer.AnswerChecks(_now) == 0, "a stranger was answered");
        if (session.Bandwidth is { } bandwidth) Require(bandwidth.TargetBps is >= 50_000 and <= 50_000_000, "an estimate beyond its limits");
        Require(session.State != SessionState.Ended || session.EndReason == SessionEndReason.ConsentExpired, $"ended: {session.EndReason}");
        if (session.State == SessionState.Ended || _random.Next(50_000) == 0)
        {
            _peer.Dispose();
            _peer = new SessionPeer(_now, _profile);
        }

        return counters.NacksReceived + counters.KeyFrameRequests + (session.Bandwidth?.Counters.FeedbacksReceived ?? 0) > before
            && counters.Rejected + counters.Unvalidated == unread;
    }

    public override void Dispose()
    {
        _peer.Dispose();
        base.Dispose();
    }

    // A frame now and then, and each time everything the session has to say: no more than its budgets allow.
    private void Move()
    {
        if (_random.Next(4) > 0) return;
        _now += TimeSpan.FromMilliseconds(FrameMs);
        _timestamp += FrameMs * 90;
        if (_peer.Session.NextTimeout <= _now) _peer.Session.Advance(_now, new SenderClock(1ul << 40, _timestamp));
        if (_random.Next(20) == 0) _peer.Check(_now, nominate: false);
        int datagrams = _peer.Send(_now, _timestamp, 1 + _random.Next(5));
        Require(datagrams <= MaxDatagramsAStep, "datagrams without end");
        _peer.Session.TakeKeyFrameRequest();
    }

    // Half of the time numbers are made current: what asks for packets long gone gets no further than that.
    private byte[] Current(byte[] input)
    {
        byte[] bytes = [.. input];
        if (_random.Next(2) == 0) return bytes;
        for (int at = 0; at + 16 <= bytes.Length; at += 4)
        {
            if (bytes[at] >> 6 != 2 || bytes[at + 1] != 205) continue;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at + 12), _peer.Newest.Plus(-_random.Next(100)).Value);
        }

        return bytes;
    }
}
