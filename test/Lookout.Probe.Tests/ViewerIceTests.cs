using System.Net;
using System.Text;
using Lookout.Probe.Ice;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Probe.Tests;

public sealed class ViewerIceTests
{
    private static readonly IceCredentials Own = new("viewerfrag", "viewerpasswordviewerpassword");
    private static readonly IceCredentials Server = new("serverfrag", "serverpasswordserverpassword");
    private static readonly TransportAddress First = TransportAddress.From(IPAddress.Parse("192.0.2.1"), 8555);
    private static readonly TransportAddress Second = TransportAddress.From(IPAddress.Parse("192.0.2.2"), 8555);

    private readonly ViewerIce _ice = new(Own, Server, [new(IceCandidateType.Host, First, 200), new(IceCandidateType.Host, Second, 100)]);
    private readonly byte[] _datagram = new byte[512];
    private readonly byte[] _answer = new byte[512];
    private TimeSpan _now;

    [Fact]
    public void Candidates_are_checked_in_turn_and_the_one_that_answers_is_nominated()
    {
        StunTransactionId first = Check(First, nominates: false);
        StunTransactionId second = Check(Second, nominates: false);
        Check(First, nominates: false);
        Assert.NotEqual(first, second);
        Assert.Equal(0, _ice.Receive(Success(second, Server.Password), Second, _answer));
        Assert.Equal(Second, _ice.Selected);
        Assert.False(_ice.IsNominated);
        StunTransactionId nomination = Check(Second, nominates: true);
        _ice.Receive(Success(nomination, Server.Password), Second, _answer);
        Assert.True(_ice.IsNominated);
    }

    [Fact]
    public void Answer_with_another_password_or_from_elsewhere_or_to_nothing_we_asked_counts_for_nothing()
    {
        StunTransactionId id = Check(First, nominates: false);
        _ice.Receive(Success(id, Own.Password), First, _answer);
        _ice.Receive(Success(new StunTransactionId(1, 2), Server.Password), First, _answer);
        _ice.Receive(Success(id, Server.Password), Second, _answer);
        Assert.Null(_ice.Selected);
    }

    [Fact]
    public void Servers_own_check_is_answered_and_a_strangers_is_not()
    {
        int length = _ice.Receive(Request($"{Own.Ufrag}:{Server.Ufrag}", Own.Password), Second, _answer);
        Assert.True(StunMessage.TryParse(_answer.AsSpan(0, length), out StunMessage answer));
        Assert.Equal(StunClass.SuccessResponse, answer.Class);
        Assert.True(answer.TryGetXorMappedAddress(out TransportAddress mapped));
        Assert.Equal(Second, mapped);
        Assert.Equal(0, _ice.Receive(Request($"{Own.Ufrag}:{Server.Ufrag}", Server.Password), Second, _answer));
        Assert.Equal(0, _ice.Receive(Request($"{Own.Ufrag}:other", Own.Password), Second, _answer));
    }

    [Fact]
    public void Noise_is_not_answered()
    {
        byte[] request = Request($"{Own.Ufrag}:{Server.Ufrag}", Own.Password);
        for (int length = 0; length < request.Length; length++) Assert.Equal(0, _ice.Receive(request.AsSpan(0, length), First, _answer));
        var random = new Random(9);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutated = [.. request];
            int at = random.Next(mutated.Length);
            mutated[at] ^= (byte)random.Next(1, 256);
            Assert.Equal(0, _ice.Receive(mutated, First, _answer));
        }
    }

    private StunTransactionId Check(TransportAddress expected, bool nominates)
    {
        _now += TimeSpan.FromMilliseconds(20);
        int length = _ice.Advance(_now, _datagram, out TransportAddress to);
        Assert.True(StunMessage.TryParse(_datagram.AsSpan(0, length), out StunMessage check));
        Assert.Equal(expected, to);
        Assert.True(check.IsAuthentic(Encoding.ASCII.GetBytes(Server.Password)));
        Assert.True(check.HasValidFingerprint());
        Assert.Equal(nominates, check.TryGet(StunAttributeType.UseCandidate, out _));
        Assert.True(check.TryGetTieBreaker(StunAttributeType.IceControlling, out _));
        return check.TransactionId;
    }

    private static byte[] Success(StunTransactionId id, string password)
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.SuccessResponse, id);
        writer.AddXorMappedAddress(First);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    private static byte[] Request(string user, string password)
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, new StunTransactionId(7, 8));
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes(user));
        writer.AddRole(StunAttributeType.IceControlled, 1);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
