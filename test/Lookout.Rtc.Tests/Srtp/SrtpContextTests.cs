using System.Buffers.Binary;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Srtp;

public sealed class SrtpContextTests
{
    private const int PayloadLength = 60;
    private const int PacketLength = RtpHeader.FixedLength + PayloadLength;
    private static readonly Ssrc Video = new(0xCAFEBABE);

    public static TheoryData<SrtpProfile> Profiles => [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80];

    [Theory, MemberData(nameof(Profiles))]
    public void Replayed_packet_is_dropped(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile), receiver = MakeContext(profile);
        byte[] packet = Protect(sender, 5);

        Assert.True(receiver.TryUnprotectRtp([.. packet], out _));
        Assert.False(receiver.TryUnprotectRtp([.. packet], out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Replayed_compound_is_dropped(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile), receiver = MakeContext(profile);
        byte[] packet = ProtectCompound(sender);

        Assert.True(receiver.TryUnprotectRtcp([.. packet], out _));
        Assert.False(receiver.TryUnprotectRtcp([.. packet], out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Forged_packet_moves_neither_window_nor_roc(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile), receiver = MakeContext(profile);
        Assert.True(receiver.TryUnprotectRtp(Protect(sender, 65000), out _));
        byte[] honest = Protect(sender, 65001);

        // A number just behind the wrap would push the ROC to 1 and the window past all honest packets.
        byte[] forged = [.. honest];
        BinaryPrimitives.WriteUInt16BigEndian(forged.AsSpan(2), 20_000);
        Assert.False(receiver.TryUnprotectRtp(forged, out _));

        Assert.True(receiver.TryUnprotectRtp(honest, out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Forged_first_packet_of_a_stream_is_not_remembered(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile), receiver = MakeContext(profile);
        byte[] forged = Protect(sender, 1);
        for (uint i = 0; i < 2 * SrtpContext.MaxStreams; i++)
        {
            byte[] copy = [.. forged];
            BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(8), i);
            Assert.False(receiver.TryUnprotectRtp(copy, out _));
        }

        Assert.True(receiver.TryUnprotectRtp(forged, out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Every_flipped_bit_is_noticed(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile), receiver = MakeContext(profile);
        byte[] rtp = Protect(sender, 1);
        byte[] rtcp = ProtectCompound(sender);
        for (int bit = 0; bit < 8 * rtp.Length; bit++) Assert.False(receiver.TryUnprotectRtp(Flip(rtp, bit), out _));
        for (int bit = 0; bit < 8 * rtcp.Length; bit++) Assert.False(receiver.TryUnprotectRtcp(Flip(rtcp, bit), out _));

        Assert.True(receiver.TryUnprotectRtp(rtp, out _));
        Assert.True(receiver.TryUnprotectRtcp(rtcp, out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Packet_cut_short_anywhere_is_refused(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile), receiver = MakeContext(profile);
        byte[] rtp = Protect(sender, 1);
        byte[] rtcp = ProtectCompound(sender);
        for (int length = 0; length < rtp.Length; length++) Assert.False(receiver.TryUnprotectRtp(rtp.AsSpan(0, length), out _));
        for (int length = 0; length < rtcp.Length; length++) Assert.False(receiver.TryUnprotectRtcp(rtcp.AsSpan(0, length), out _));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Mutated_packets_are_refused(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile), receiver = MakeContext(profile);
        byte[] rtp = Protect(sender, 1);
        byte[] rtcp = ProtectCompound(sender);
        var mutator = new Mutator(seed: 41);
        for (int i = 0; i < 10_000; i++)
        {
            byte[] mutated = mutator.Mutate(rtp);
            if (!mutated.AsSpan().SequenceEqual(rtp)) Assert.False(receiver.TryUnprotectRtp(mutated, out _));
            mutated = mutator.Mutate(rtcp);
            if (!mutated.AsSpan().SequenceEqual(rtcp)) Assert.False(receiver.TryUnprotectRtcp(mutated, out _));
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Resent_packet_is_the_packet_sent_before_even_across_a_wrap(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile);
        byte[] first = Protect(sender, 65_500);
        for (int i = 65_501; i < 65_536 + 300; i++) Protect(sender, (ushort)i);

        Assert.Equal(first, Protect(sender, 65_500));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void One_streams_wrap_leaves_another_alone(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile), receiver = MakeContext(profile);
        var audio = new Ssrc(7);
        Assert.True(receiver.TryUnprotectRtp(Protect(sender, 65_535, audio), out _));
        Assert.True(receiver.TryUnprotectRtp(Protect(sender, 65_535), out _));
        Assert.True(receiver.TryUnprotectRtp(Protect(sender, 0), out _));

        Assert.True(receiver.TryUnprotectRtp(Protect(sender, 65_534, audio), out _));
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm, 1)]
    [InlineData(SrtpProfile.AeadAes128Gcm, 2)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1Tag80, 3)]
    public void Three_wraps_with_loss_reorder_and_replay_agree_with_a_naive_model(SrtpProfile profile, int seed)
    {
        using SrtpContext sender = MakeContext(profile), receiver = MakeContext(profile);
        var random = new Random(seed);
        var inFlight = new List<(long Index, byte[] Packet)>();
        var delivered = new HashSet<long>();
        long highest = -1;

        for (long index = 40_000; index < 40_000 + 3 * 65_536 + 500; index++)
        {
            // The model keeps the full index, so that it knows no wrap-around.
            inFlight.Add((index, Protect(sender, (ushort)index)));
            while (inFlight.Count > random.Next(1, 160))
            {
                int pick = random.Next(8) == 0 ? random.Next(inFlight.Count) : 0;
                (long sent, byte[] packet) = inFlight[pick];
                if (random.Next(50) != 0) inFlight.RemoveAt(pick);
                if (random.Next(30) == 0) continue;

                bool expected = sent > highest - ReplayWindow.Size && delivered.Add(sent);
                Assert.Equal(expected, receiver.TryUnprotectRtp([.. packet], out int length));
                if (!expected) continue;
                Assert.Equal(PacketLength, length);
                highest = Math.Max(highest, sent);
            }
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Packets_of_a_known_stream_cost_no_allocation(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile), receiver = MakeContext(profile);
        var buffer = new byte[1500];
        ushort sequence = 0;
        Exchange();
        Allocations.AssertNone(1000, Exchange);

        void Exchange()
        {
            new RtpHeader { SequenceNumber = new(sequence++), Ssrc = Video }.Write(buffer);
            int length = sender.ProtectRtp(buffer, 1200);
            Assert.True(receiver.TryUnprotectRtp(buffer.AsSpan(0, length), out _));
            "80c90001cafebabe"u8.CopyTo(buffer);
            length = sender.ProtectRtcp(buffer, 100);
            Assert.True(receiver.TryUnprotectRtcp(buffer.AsSpan(0, length), out _));
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Payload_that_lies_elsewhere_gives_the_same_packet(SrtpProfile profile)
    {
        using SrtpContext here = MakeContext(profile), there = MakeContext(profile);
        byte[] payload = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        for (ushort sequence = 65_500; sequence != 100; sequence++)
        {
            byte[] one = new byte[1100], other = new byte[1100];
            int header = new RtpHeader { PayloadType = 96, SequenceNumber = new(sequence), Ssrc = Video }.Write(one, [0x10, 1]);
            one.CopyTo(other, 0);
            payload.CopyTo(one, header);

            int length = here.ProtectRtp(one, header + payload.Length);

            Assert.Equal(length, there.ProtectRtp(other, header, payload));
            Assert.Equal(one, other);
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (byte)i), payload);
        Assert.Throws<ArgumentException>(() => there.ProtectRtp(new byte[100], 11, []));
        Assert.Throws<ArgumentException>(() => there.ProtectRtp(new byte[100], 12, []));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void Packet_of_one_stream_too_many_is_refused(SrtpProfile profile)
    {
        using SrtpContext sender = MakeContext(profile), other = MakeContext(profile), receiver = MakeContext(profile);
        for (uint i = 0; i < SrtpContext.MaxStreams; i++)
            Assert.True(receiver.TryUnprotectRtp(Protect(sender, 1, new Ssrc(i)), out _));

        Assert.False(receiver.TryUnprotectRtp(Protect(other, 1, Video), out _));
        Assert.True(receiver.TryUnprotectRtp(Protect(sender, 2, new Ssrc(0)), out _));
    }

    [Fact]
    public void Exported_material_is_cut_in_the_order_of_rfc_5764()
    {
        byte[] material = [.. Enumerable.Range(0, 56).Select(i => (byte)i)];

        Assert.True(SrtpKeys.TrySplit(SrtpProfile.AeadAes128Gcm, material, out SrtpKeys keys));
        Assert.Equal(material[..16], keys.ClientKey.ToArray());
        Assert.Equal(material[16..32], keys.ServerKey.ToArray());
        Assert.Equal(material[32..44], keys.ClientSalt.ToArray());
        Assert.Equal(material[44..56], keys.ServerSalt.ToArray());
        Assert.False(SrtpKeys.TrySplit(SrtpProfile.Aes128CmHmacSha1Tag80, material, out _));
    }

    private static SrtpContext MakeContext(SrtpProfile profile) =>
        SrtpContext.Create(profile, new byte[16], new byte[SrtpKeys.SaltLength(profile)], new BclSrtpCiphers());

    private static byte[] Protect(SrtpContext sender, ushort sequence, Ssrc? ssrc = null)
    {
        var packet = new byte[PacketLength + sender.MaxOverhead];
        new RtpHeader { PayloadType = 96, SequenceNumber = new(sequence), Ssrc = ssrc ?? Video }.Write(packet);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(RtpHeader.FixedLength), sequence);
        return packet[..sender.ProtectRtp(packet, PacketLength)];
    }

    private static byte[] ProtectCompound(SrtpContext sender)
    {
        byte[] packet = [.. Convert.FromHexString("80c90001cafebabe81cb0001cafebabe"), .. new byte[sender.MaxOverhead]];
        return packet[..sender.ProtectRtcp(packet, 16)];
    }

    private static byte[] Flip(byte[] packet, int bit)
    {
        byte[] copy = [.. packet];
        copy[bit / 8] ^= (byte)(1 << bit % 8);
        return copy;
    }
}
