using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;
using Lookout.Rtc.Tests.Stun;
using Lookout.Rtc.Turn;

namespace Lookout.Fuzz.Corpus;

/// <summary>STUN and TURN messages: RFC 5769's vectors and one of each kind we read.</summary>
internal static class StunCorpus
{
    public static readonly TransportAddress SomeIPv4 = TransportAddress.FromIPv4(0xC6336401, 50_000);
    public static readonly TransportAddress SomeIPv6 = new(0x2001_0DB8_0000_0000, 1, 0, 6000);

    public static byte[][] Signed { get; } =
    [
        Rfc5769.Request, Rfc5769.IPv4Response, Rfc5769.IPv6Response,
        .. Unsigned("remote:local").Concat(Turn()).Select(message => Peers.StunSignature.Sign(message, "key"u8)),
    ];

    /// <summary>Checks and their answers without integrity and fingerprint, which whoever feeds them adds.</summary>
    public static byte[][] Unsigned(string username) =>
    [
        Check(username, nominate: false, StunAttributeType.IceControlling),
        Check(username, nominate: true, StunAttributeType.IceControlling),
        Check(username, nominate: false, StunAttributeType.IceControlled),
        Make(StunClass.SuccessResponse, StunHeader.BindingMethod, (ref StunWriter w) => w.AddXorMappedAddress(SomeIPv4)),
        Make(StunClass.SuccessResponse, StunHeader.BindingMethod, (ref StunWriter w) => w.AddXorMappedAddress(SomeIPv6)),
        Make(StunClass.ErrorResponse, StunHeader.BindingMethod, (ref StunWriter w) => w.AddErrorCode(487)),
        Make(StunClass.ErrorResponse, StunHeader.BindingMethod, (ref StunWriter w) => w.AddUnknownAttributes([0x7777, 0x7778])),
        Make(StunClass.Indication, StunHeader.BindingMethod, (ref StunWriter _) => { }),
    ];

    /// <summary>What a TURN server says.</summary>
    public static byte[][] Turn() =>
    [
        Challenge(401), Challenge(438), Challenge(437), Challenge(486),
        Make(StunClass.SuccessResponse, TurnMethod.Allocate, (ref StunWriter w) =>
        {
            w.AddXorAddress(StunAttributeType.XorRelayedAddress, SomeIPv4);
            w.AddXorMappedAddress(SomeIPv6);
            w.Add(StunAttributeType.Lifetime, [0, 0, 2, 88]);
        }),
        Make(StunClass.SuccessResponse, TurnMethod.Refresh, (ref StunWriter w) => w.Add(StunAttributeType.Lifetime, [0, 0, 0, 60])),
        Make(StunClass.SuccessResponse, TurnMethod.CreatePermission, (ref StunWriter _) => { }),
        Make(StunClass.SuccessResponse, TurnMethod.ChannelBind, (ref StunWriter _) => { }),
        Make(StunClass.Indication, TurnMethod.Data, (ref StunWriter w) =>
        {
            w.AddXorAddress(StunAttributeType.XorPeerAddress, SomeIPv4);
            w.Add(StunAttributeType.Data, "some bytes"u8);
        }),
    ];

    private delegate void Fill(ref StunWriter writer);

    private static byte[] Check(string username, bool nominate, StunAttributeType role) =>
        Make(StunClass.Request, StunHeader.BindingMethod, (ref StunWriter w) =>
        {
            w.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes(username));
            w.AddPriority(IceCandidate.PriorityOf(IceCandidateType.PeerReflexive));
            w.AddRole(role, 0x1234);
            if (nominate) w.AddUseCandidate();
        });

    private static byte[] Challenge(int code) => Make(StunClass.ErrorResponse, TurnMethod.Allocate, (ref StunWriter w) =>
    {
        w.AddErrorCode(code);
        w.Add(StunAttributeType.Realm, "example.org"u8);
        w.Add(StunAttributeType.Nonce, "nonce-1"u8);
    });

    private static byte[] Make(StunClass @class, int method, Fill fill)
    {
        var buffer = new byte[640];
        var writer = new StunWriter(buffer, @class, new StunTransactionId(7, 8), method);
        fill(ref writer);
        return buffer[..writer.Length];
    }
}
