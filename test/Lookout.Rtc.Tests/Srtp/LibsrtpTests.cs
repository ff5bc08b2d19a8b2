using Lookout.Rtc.Srtp;

namespace Lookout.Rtc.Tests.Srtp;

/// <summary>
/// Packets protected by libsrtp (through pylibsrtp 0.8) with the master key 01 02 03 ..., salt following: they hold
/// key derivation, ROC and layout of both profiles together against an independent implementation.
/// </summary>
public sealed class LibsrtpTests
{
    private const string Header = "00001000cafebabe";
    private const string ShortPayload = "000102030405060708090a0b0c0d0e0f10111213";
    private const string LongPayload = ShortPayload + "1415161718191a1b1c1d1e1f2021222324";
    private const string Rtcp = "80c90001cafebabe" + "81cb0001cafebabe";

    [Theory]
    [InlineData(
        SrtpProfile.Aes128CmHmacSha1Tag80,
        "80e0ffff" + Header + "efa10a6c96c1022b6173ea8b203740f092839a2e" + "a0c9c438633ab0ad6fd9",
        "80e00000" + Header + "db959f720546984494902db18e65a33b6b58df66" + "71400dfb361769e1f464",
        "90600001" + Header + "bede000132000000" +
            "a9e19a3ff79c91091dbd945d1841a7ad6f501211f51fec9a0fc851c9c3b04beccbb6f309fd" + "6ffaabea07bb65c9b5cc")]
    [InlineData(
        SrtpProfile.AeadAes128Gcm,
        "80e0ffff" + Header + "135dc195554cae896f1dadcd2aa876bd9cc062bf" + "2fd94b38ab31f86186ed0b02c9f387f6",
        "80e00000" + Header + "e6f99682eb838e699b9a252f227ec8cb0f788154" + "5f610e695caf3f1502a7c329c74d5942",
        "90600001" + Header + "bede000132000000" +
            "4f00052da0e1e6049fadb949db6effcc82d10306ade03cf5149dd716dd6c0e599238faf82e" + "a2ef1aad5e41dceb3e2e1904599e47d7")]
    public void Packets_are_protected_and_opened_as_libsrtp_does(SrtpProfile profile, string first, string wrapped, string extended)
    {
        string[] plain =
        [
            "80e0ffff" + Header + ShortPayload, "80e00000" + Header + ShortPayload,
            "90600001" + Header + "bede000132000000" + LongPayload,
        ];
        using SrtpContext sender = MakeContext(profile);
        using SrtpContext receiver = MakeContext(profile);
        foreach ((string packet, string expected) in plain.Zip([first, wrapped, extended]))
        {
            byte[] buffer = [.. Convert.FromHexString(packet), .. new byte[sender.MaxOverhead]];
            int length = sender.ProtectRtp(buffer, packet.Length / 2);
            Assert.Equal(expected, Convert.ToHexStringLower(buffer.AsSpan(0, length)));

            Assert.True(receiver.TryUnprotectRtp(buffer.AsSpan(0, length), out length));
            Assert.Equal(packet, Convert.ToHexStringLower(buffer.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData(
        SrtpProfile.Aes128CmHmacSha1Tag80,
        "80c90001cafebabe" + "29900959ff830743" + "80000001" + "90171f6a996a8ec8b074",
        "80c90001cafebabe" + "359cba0870968d05" + "80000002" + "2a7d8a8a1bb50e494e07")]
    [InlineData(
        SrtpProfile.AeadAes128Gcm,
        "80c90001cafebabe" + "f11cc81e126e354a" + "ec5254e8c5cb2950e467a2d208efabf7" + "80000001",
        "80c90001cafebabe" + "aced170ea0258db6" + "42a6f1a79f6e947376c9fc16c9764a8f" + "80000002")]
    public void Compounds_are_protected_and_opened_as_libsrtp_does(SrtpProfile profile, string first, string second)
    {
        using SrtpContext sender = MakeContext(profile);
        using SrtpContext receiver = MakeContext(profile);
        var buffer = new byte[64];

        // libsrtp begins with index 1, RFC 3711 §3.4 with 0.
        sender.ProtectRtcp(Fill(buffer, Rtcp), Rtcp.Length / 2);
        foreach (string expected in new[] { first, second })
        {
            int length = sender.ProtectRtcp(Fill(buffer, Rtcp), Rtcp.Length / 2);
            Assert.Equal(expected, Convert.ToHexStringLower(buffer.AsSpan(0, length)));

            Assert.True(receiver.TryUnprotectRtcp(buffer.AsSpan(0, length), out length));
            Assert.Equal(Rtcp, Convert.ToHexStringLower(buffer.AsSpan(0, length)));
        }
    }

    private static byte[] Fill(byte[] buffer, string hex)
    {
        Convert.FromHexString(hex).CopyTo(buffer, 0);
        return buffer;
    }

    private static SrtpContext MakeContext(SrtpProfile profile)
    {
        byte[] material = [.. Enumerable.Range(1, 30).Select(i => (byte)i)];
        int saltLength = SrtpKeys.SaltLength(profile);
        return SrtpContext.Create(profile, material.AsSpan(0, 16), material.AsSpan(16, saltLength), new BclSrtpCiphers());
    }
}
