using Lookout.Rtc.Rtp;
using Lookout.Rtc.Srtp;

namespace Lookout.Rtc.Tests.Srtp;

/// <summary>The vectors of RFC 3711 appendix B.</summary>
public sealed class Rfc3711Tests
{
    private static readonly byte[] MasterKey = Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static readonly byte[] MasterSalt = Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6");

    [Fact]
    public void Counter_mode_gives_the_key_stream_of_appendix_b_2()
    {
        using var cipher = new AesCounterMode(
            Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"),
            Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        var keyStream = new byte[0xFF02 * 16];

        cipher.Apply(keyStream, new Ssrc(0), index: 0);

        Assert.Equal(
            "E03EAD0935C95E80E166B16DD92B4EB4" + "D23513162B02D0F72A43A2FE4A5F97AB" + "41E95B3BB0A2E8DD477901E4FCA894C0",
            Convert.ToHexString(keyStream.AsSpan(0, 48)));
        Assert.Equal(
            "EC8CDF7398607CB0F2D21675EA9EA1E4" + "362B7C3C6773516318A077D7FC5073AE" + "6A2CC3787889374FBEB4C81B17BA6C44",
            Convert.ToHexString(keyStream.AsSpan(0xFEFF * 16, 48)));
    }

    [Fact]
    public void Key_derivation_gives_the_keys_of_appendix_b_3()
    {
        using SrtpSessionKeys keys = SrtpSessionKeys.Derive(SrtpProtocol.Rtp, MasterKey, MasterSalt);

        Assert.Equal("C61E7A93744F39EE10734AFE3FF7A087", Convert.ToHexString(keys.Encryption));
        Assert.Equal("30CBBC08863D8C85D49DB34A9AE1", Convert.ToHexString(keys.Salt));
        Assert.Equal("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4", Convert.ToHexString(keys.Authentication));
    }

    [Fact]
    public void Long_keys_are_derived_block_by_block_as_in_appendix_b_3()
    {
        using var derivation = new SrtpKeyDerivation(MasterKey, MasterSalt);
        var key = new byte[94];

        derivation.Derive(SrtpKeyDerivation.AuthenticationLabel, key);

        Assert.Equal(
            "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF7227098" +
            "6371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2",
            Convert.ToHexString(key));
    }

    [Fact]
    public void Srtcp_keys_differ_from_those_of_srtp()
    {
        using SrtpSessionKeys rtp = SrtpSessionKeys.Derive(SrtpProtocol.Rtp, MasterKey, MasterSalt);
        using SrtpSessionKeys rtcp = SrtpSessionKeys.Derive(SrtpProtocol.Rtcp, MasterKey, MasterSalt);

        Assert.NotEqual(rtp.Encryption, rtcp.Encryption);
        Assert.NotEqual(rtp.Authentication, rtcp.Authentication);
        Assert.NotEqual(rtp.Salt, rtcp.Salt);
    }
}
