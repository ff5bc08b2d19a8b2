using System.Net;
using System.Text;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Stun;

public sealed class StunWriterTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes(Rfc5769.Password);
    private static readonly StunTransactionId Id = new(0xb7e7a701bc34d686, 0xfa87dfae);

    [Theory]
    [InlineData("192.0.2.1", 32853, "e112a643")]
    [InlineData("2001:db8:1234:5678:11:2233:4455:6677", 32853, "0113a9faa5d3f179bc25f4b5bed2b9d9")]
    public void Xor_mapped_address_is_that_of_rfc_5769(string address, int port, string onTheWire)
    {
        Span<byte> buffer = stackalloc byte[100];
        var writer = new StunWriter(buffer, StunClass.SuccessResponse, Id);
        writer.AddXorMappedAddress(TransportAddress.From(IPAddress.Parse(address), (ushort)port));

        Assert.Equal(onTheWire, Convert.ToHexStringLower(buffer[28..writer.Length]));
    }

    [Fact]
    public void Sample_request_of_rfc_5769_is_written_byte_for_byte_but_for_its_padding()
    {
        Span<byte> buffer = stackalloc byte[200];
        var writer = new StunWriter(buffer, StunClass.Request, Id);
        writer.Add(StunAttributeType.Software, "STUN test client"u8);
        writer.AddPriority(0x6e0001ff);
        writer.AddRole(StunAttributeType.IceControlled, 0x932ff9b151263b36);
        writer.Add(StunAttributeType.Username, "evtj:h6vY"u8);

        // The vector pads USERNAME by spaces, we by zeros; both are right (RFC 8489 §14).
        byte[] expected = Rfc5769.Request[..writer.Length];
        expected.AsSpan(expected.Length - 3).Clear();
        expected[3] = (byte)(writer.Length - 20);
        Assert.Equal(expected, buffer[..writer.Length].ToArray());
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        Span<byte> buffer = stackalloc byte[300];
        var writer = new StunWriter(buffer, StunClass.ErrorResponse, Id);
        writer.AddErrorCode(487);
        writer.AddUnknownAttributes([0x7001, 0x7002]);
        writer.AddRole(StunAttributeType.IceControlling, 42);
        writer.AddIntegrity(Key);
        writer.AddFingerprint();

        Assert.True(StunMessage.TryParse(buffer[..writer.Length], out StunMessage message));

        Assert.Equal(StunClass.ErrorResponse, message.Class);
        Assert.Equal(Id, message.TransactionId);
        Assert.True(message.TryGetErrorCode(out int code));
        Assert.Equal(487, code);
        Assert.True(message.TryGetTieBreaker(StunAttributeType.IceControlling, out ulong tieBreaker));
        Assert.Equal(42ul, tieBreaker);
        Assert.True(message.IsAuthentic(Key));
        Assert.True(message.HasValidFingerprint());
    }
}
