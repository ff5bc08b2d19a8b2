using Lookout.CameraService.Srtp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Srtp;

namespace Lookout.CameraService.Tests.Srtp;

public sealed class OpenSslSrtpCiphersTests
{
    [Fact]
    public void Best_ciphers_are_openssls_where_it_is_installed() =>
        Assert.IsType<OpenSslSrtpCiphers>(OpenSslSrtpCiphers.CreateBest());

    [Fact]
    public void Packets_of_either_cipher_are_opened_by_the_other()
    {
        using SrtpContext openSsl = MakeContext(OpenSslSrtpCiphers.CreateBest()), runtime = MakeContext(new BclSrtpCiphers());
        var buffer = new byte[1500];
        for (ushort sequence = 0; sequence < 10; sequence++)
        {
            foreach ((SrtpContext from, SrtpContext to) in new[] { (openSsl, runtime), (runtime, openSsl) })
            {
                var ssrc = new Ssrc(from == openSsl ? 1u : 2u);
                new RtpHeader { SequenceNumber = new(sequence), Ssrc = ssrc }.Write(buffer);
                int length = from.ProtectRtp(buffer, 1200);
                buffer[length - 1] ^= 1;
                byte[] forged = buffer[..length];
                buffer[length - 1] ^= 1;

                Assert.False(to.TryUnprotectRtp(forged, out _));
                Assert.True(to.TryUnprotectRtp(buffer.AsSpan(0, length), out length));
                Assert.Equal(1200, length);
            }
        }
    }

    [Fact]
    public void Protecting_a_packet_allocates_nothing()
    {
        using SrtpContext sender = MakeContext(OpenSslSrtpCiphers.CreateBest());
        var buffer = new byte[1500];
        ushort sequence = 0;
        Protect();
        Allocations.AssertNone(1000, Protect);

        void Protect()
        {
            new RtpHeader { SequenceNumber = new(sequence++), Ssrc = new Ssrc(1) }.Write(buffer);
            sender.ProtectRtp(buffer, 1200);
        }
    }

    private static SrtpContext MakeContext(ISrtpCiphers ciphers) =>
        SrtpContext.Create(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12], ciphers);
}
