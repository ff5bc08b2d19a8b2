using Lookout.Rtc.Rtp;
using Lookout.Rtc.Srtp;

namespace Lookout.Rtc.Tests.Srtp;

/// <summary>The vectors of RFC 7714 §16.1 and §17.1, §17.3, which give session keys rather than master keys.</summary>
public sealed class Rfc7714Tests : IDisposable
{
    private const string Rtp = "8040f17b8041f8d35501a0b2" +
        "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";

    private const string ProtectedRtp = "8040f17b8041f8d35501a0b2" +
        "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833" + "899d7f27beb16a9152cf765ee4390cce";

    private const string Rtcp = "81c8000d4d617273" +
        "4e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private const string ProtectedRtcp = "81c8000d4d617273" +
        "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b" +
        "c84aa45896cf4d2fc5abf87245d9eade" + "800005d4";

    private const string TaggedRtcp = Rtcp + "841dd9683dd78ec92ae58790125f62b3" + "000005d4";

    private const uint RtcpIndex = 0x5d4;

    private readonly AeadAesGcmTransform _transform = MakeTransform();

    [Fact]
    public void Packet_is_protected_as_in_section_16_1_1()
    {
        byte[] packet = [.. Convert.FromHexString(Rtp), .. new byte[16]];

        _transform.ProtectRtp(packet, RtpHeader.FixedLength, packet.AsSpan()[RtpHeader.FixedLength..^16], new Ssrc(0x5501a0b2), 0xf17b);

        Assert.Equal(ProtectedRtp, Convert.ToHexStringLower(packet));
    }

    [Fact]
    public void Packet_of_section_16_1_2_is_opened()
    {
        using var context = new SrtpContext(MakeTransform());
        byte[] packet = Convert.FromHexString(ProtectedRtp);

        Assert.True(context.TryUnprotectRtp(packet, out int length));

        Assert.Equal(Rtp, Convert.ToHexStringLower(packet.AsSpan(0, length)));
    }

    [Fact]
    public void Compound_is_protected_as_in_section_17_1()
    {
        byte[] packet = [.. Convert.FromHexString(Rtcp), .. new byte[20]];

        _transform.ProtectRtcp(packet, packet.Length - 20, new Ssrc(0x4d617273), RtcpIndex);

        Assert.Equal(ProtectedRtcp, Convert.ToHexStringLower(packet));
    }

    [Fact]
    public void Compound_of_section_17_1_is_opened()
    {
        using var context = new SrtpContext(MakeTransform());
        byte[] packet = Convert.FromHexString(ProtectedRtcp);

        Assert.True(context.TryUnprotectRtcp(packet, out int length));

        Assert.Equal(Rtcp, Convert.ToHexStringLower(packet.AsSpan(0, length)));
    }

    [Fact]
    public void Compound_of_section_17_3_that_is_not_encrypted_is_refused()
    {
        using var context = new SrtpContext(MakeTransform());

        Assert.False(context.TryUnprotectRtcp(Convert.FromHexString(TaggedRtcp), out _));
    }

    public void Dispose() => _transform.Dispose();

    private static AeadAesGcmTransform MakeTransform()
    {
        using var keys = new SrtpSessionKeys(
            Convert.FromHexString("000102030405060708090a0b0c0d0e0f"), [], Convert.FromHexString("517569642070726f2071756f"));
        return new AeadAesGcmTransform(keys, keys, new BclSrtpCiphers());
    }
}
