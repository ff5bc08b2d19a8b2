using Lookout.Fuzz.Corpus;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Srtp;

namespace Lookout.Fuzz.Targets;

/// <summary>Unprotecting: whatever is not a packet as it was protected is refused, and each is taken once.</summary>
internal sealed class SrtpTarget : FuzzTarget
{
    private static readonly byte[] Material = [.. Enumerable.Range(1, SrtpKeys.MaxMaterialLength).Select(i => (byte)i)];
    private readonly SrtpContext _receiver;
    private readonly byte[][] _corpus;
    private readonly HashSet<byte[]> _taken = [];

    public SrtpTarget(SrtpProfile profile)
        : base(profile == SrtpProfile.AeadAes128Gcm ? "srtp aes-gcm" : "srtp aes-cm")
    {
        using SrtpContext sender = Context(profile);
        _receiver = Context(profile);
        _corpus =
        [
            .. RtpParsers.PacketCorpus.Select(packet => Protect(packet, sender.ProtectRtp)),
            .. RtcpCorpus.About(new Ssrc(7), new Ssrc(1), new SequenceNumber(500)).Select(packet => Protect(packet, sender.ProtectRtcp)),
        ];
    }

    private delegate int Protection(Span<byte> buffer, int length);

    public override IReadOnlyList<byte[]> Corpus => _corpus;

    public override bool Take(byte[] input)
    {
        bool taken = _receiver.TryUnprotectRtp([.. input], out _) || _receiver.TryUnprotectRtcp([.. input], out _);
        if (!taken) return false;
        byte[]? known = Array.Find(_corpus, packet => packet.AsSpan().SequenceEqual(input));
        Require(known is not null, "a forged packet was taken");
        Require(_taken.Add(known!), "a replayed packet was taken");
        // Nothing is learnt: no mutation of it can be valid.
        return true;
    }

    public override void Dispose()
    {
        _receiver.Dispose();
        base.Dispose();
    }

    private static SrtpContext Context(SrtpProfile profile) => SrtpContext.Create(
        profile, Material.AsSpan(0, SrtpKeys.KeyLength), Material.AsSpan(0, SrtpKeys.SaltLength(profile)), new BclSrtpCiphers());

    private static byte[] Protect(byte[] packet, Protection protect)
    {
        var buffer = new byte[packet.Length + 32];
        packet.CopyTo(buffer, 0);
        return buffer[..protect(buffer, packet.Length)];
    }
}
