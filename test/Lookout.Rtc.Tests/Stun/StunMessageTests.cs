using System.Net;
using System.Text;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Stun;

public sealed class StunMessageTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes(Rfc5769.Password);

    [Fact]
    public void Sample_request_of_rfc_5769_is_read_and_authentic()
    {
        Assert.True(StunMessage.TryParse(Rfc5769.Request, out StunMessage message));

        Assert.Equal(StunClass.Request, message.Class);
        Assert.True(message.IsBinding);
        Assert.Equal(new StunTransactionId(0xb7e7a701bc34d686, 0xfa87dfae), message.TransactionId);
        Assert.True(message.TryGet(StunAttributeType.Username, out ReadOnlySpan<byte> username));
        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(username));
        Assert.True(message.TryGet(StunAttributeType.Software, out ReadOnlySpan<byte> software));
        Assert.Equal("STUN test client", Encoding.ASCII.GetString(software));
        Assert.True(message.TryGetPriority(out uint priority));
        Assert.Equal(0x6e0001ffu, priority);
        Assert.True(message.TryGetTieBreaker(StunAttributeType.IceControlled, out ulong tieBreaker));
        Assert.Equal(0x932ff9b151263b36ul, tieBreaker);
        Assert.True(message.IsAuthentic(Key));
        Assert.True(message.HasValidFingerprint());
    }

    [Fact]
    public void Sample_ipv4_response_of_rfc_5769_is_read_and_authentic()
    {
        Assert.True(StunMessage.TryParse(Rfc5769.IPv4Response, out StunMessage message));

        Assert.Equal(StunClass.SuccessResponse, message.Class);
        Assert.True(message.TryGetXorMappedAddress(out TransportAddress address));
        Assert.Equal("192.0.2.1:32853", address.ToString());
        Assert.True(message.IsAuthentic(Key));
        Assert.True(message.HasValidFingerprint());
    }

    [Fact]
    public void Sample_ipv6_response_of_rfc_5769_is_read_and_authentic()
    {
        Assert.True(StunMessage.TryParse(Rfc5769.IPv6Response, out StunMessage message));

        Assert.True(message.TryGetXorMappedAddress(out TransportAddress address));
        Assert.Equal("[2001:db8:1234:5678:11:2233:4455:6677]:32853", address.ToString());
        Assert.True(message.IsAuthentic(Key));
        Assert.True(message.HasValidFingerprint());
    }

    [Fact]
    public void Sample_request_with_long_term_credentials_of_rfc_5769_is_authentic()
    {
        // RFC 8489 §9.2.2: the long-term key is MD5(username ":" realm ":" password); here worked out beforehand.
        byte[] key = Convert.FromHexString("e8ca7ad59d5eb0518e312911d2dab2a9");

        Assert.True(StunMessage.TryParse(Rfc5769.LongTermRequest, out StunMessage message));

        Assert.True(message.IsAuthentic(key));
        Assert.False(message.HasValidFingerprint());
    }

    [Fact]
    public void Wrong_password_is_not_authentic()
    {
        Assert.True(StunMessage.TryParse(Rfc5769.Request, out StunMessage message));

        Assert.False(message.IsAuthentic("VOkJxbRl1RmTxUk/WvJxBu"u8));
        Assert.False(message.IsAuthentic([]));
    }

    [Fact]
    public void Any_flipped_bit_breaks_the_parse_the_fingerprint_or_the_integrity()
    {
        byte[] original = Rfc5769.Request;
        for (int bit = 0; bit < original.Length * 8; bit++)
        {
            byte[] bytes = [.. original];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            bool genuine = StunMessage.TryParse(bytes, out StunMessage message) && message.HasValidFingerprint() && message.IsAuthentic(Key);

            Assert.False(genuine, $"bit {bit}");
        }
    }

    [Fact]
    public void Message_cut_at_any_length_is_refused()
    {
        foreach (byte[] vector in new[] { Rfc5769.Request, Rfc5769.IPv4Response, Rfc5769.IPv6Response, Rfc5769.LongTermRequest })
            for (int length = 0; length < vector.Length; length++)
                Assert.False(StunMessage.TryParse(vector.AsSpan(0, length), out _));
    }

    [Fact]
    public void Attribute_after_integrity_is_not_seen()
    {
        Span<byte> buffer = stackalloc byte[200];
        var writer = new StunWriter(buffer, StunClass.Request, new StunTransactionId(1, 2));
        writer.AddPriority(7);
        writer.AddIntegrity(Key);
        writer.AddUseCandidate();

        Assert.True(StunMessage.TryParse(buffer[..writer.Length], out StunMessage message));

        Assert.True(message.TryGetPriority(out _));
        Assert.False(message.TryGet(StunAttributeType.UseCandidate, out _));
    }

    [Fact]
    public void Attribute_after_fingerprint_is_refused()
    {
        Span<byte> buffer = stackalloc byte[200];
        var writer = new StunWriter(buffer, StunClass.Request, new StunTransactionId(1, 2));
        writer.AddFingerprint();
        writer.AddUseCandidate();

        Assert.False(StunMessage.TryParse(buffer[..writer.Length], out _));
    }

    [Fact]
    public void Unknown_attributes_that_must_be_understood_are_collected()
    {
        Span<byte> buffer = stackalloc byte[200];
        var writer = new StunWriter(buffer, StunClass.Request, new StunTransactionId(1, 2));
        writer.Add((StunAttributeType)0x7001, "abc"u8);
        writer.Add((StunAttributeType)0xC001, "abc"u8);
        writer.AddPriority(1);

        Assert.True(StunMessage.TryParse(buffer[..writer.Length], out StunMessage message));

        Span<ushort> unknown = stackalloc ushort[8];
        Assert.Equal(1, message.CollectUnknown(unknown));
        Assert.Equal(0x7001, unknown[0]);
    }

    [Fact]
    public void Mutated_messages_never_throw()
    {
        var mutator = new Mutator(5769);
        byte[][] vectors = [Rfc5769.Request, Rfc5769.IPv4Response, Rfc5769.IPv6Response, Rfc5769.LongTermRequest];
        int parsed = 0;
        var unknown = new ushort[4];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] input = mutator.Mutate(vectors[i % vectors.Length]);
            if (!StunMessage.TryParse(input, out StunMessage message)) continue;
            parsed++;
            message.TryGetPriority(out _);
            message.TryGetErrorCode(out _);
            message.TryGetXorMappedAddress(out _);
            message.TryGetTieBreaker(StunAttributeType.IceControlling, out _);
            message.CollectUnknown(unknown);
            message.IsAuthentic(Key);
            message.HasValidFingerprint();
        }

        Assert.True(parsed > 1000);
    }

    [Fact]
    public void Checking_and_answering_allocates_nothing()
    {
        byte[] request = Rfc5769.Request;
        var buffer = new byte[200];
        var mapped = TransportAddress.From(IPAddress.Parse("192.0.2.1"), 5000);
        CheckAndAnswer(request, buffer, mapped);

        Allocations.AssertNone(100, () => CheckAndAnswer(request, buffer, mapped));
    }

    private static void CheckAndAnswer(byte[] request, byte[] buffer, TransportAddress mapped)
    {
        if (!StunMessage.TryParse(request, out StunMessage message) || !message.HasValidFingerprint() || !message.IsAuthentic(Key))
            throw new InvalidOperationException("the vector no longer parses");
        var writer = new StunWriter(buffer, StunClass.SuccessResponse, message.TransactionId);
        writer.AddXorMappedAddress(mapped);
        writer.AddIntegrity(Key);
        writer.AddFingerprint();
    }
}
