using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Rtcp;

public sealed class RtcpReaderTests
{
    private static readonly Feedback Feedback = new(new Ssrc(1), new Ssrc(0xCAFEBABE));

    /// <summary>What a browser sends in one datagram, and kinds of feedback this server does not use.</summary>
    private static readonly byte[] Compound = MakeCompound();

    [Fact]
    public void Every_packet_of_a_compound_is_delivered_in_order()
    {
        Assert.Equal(
            [
                RtcpPacketType.ReceiverReport, RtcpPacketType.SourceDescription, RtcpPacketType.TransportFeedback,
                RtcpPacketType.TransportFeedback, RtcpPacketType.PayloadFeedback, RtcpPacketType.PayloadFeedback,
                RtcpPacketType.PayloadFeedback, RtcpPacketType.ExtendedReport, (RtcpPacketType)211, RtcpPacketType.Bye,
            ],
            Types(Compound, out bool malformed));
        Assert.False(malformed);
    }

    [Fact]
    public void Unused_feedback_is_taken_for_nothing_else()
    {
        var reader = new RtcpReader(Compound);
        int nacks = 0, losses = 0, intras = 0, byes = 0;
        while (reader.TryRead(out RtcpPacket packet))
        {
            if (Nack.TryParse(packet, out _)) nacks++;
            if (PictureLossIndication.TryParse(packet, out _)) losses++;
            if (FullIntraRequest.TryFind(packet, Feedback.Media, out _)) intras++;
            if (Bye.TryParse(packet, out _)) byes++;
        }

        Assert.Equal((1, 1, 1, 1), (nacks, losses, intras, byes));
    }

    [Fact]
    public void Compound_cut_anywhere_else_than_between_packets_is_malformed()
    {
        var ends = new HashSet<int> { 0 };
        for (int end = 0; end < Compound.Length;) ends.Add(end += 4 * (1 + (Compound[end + 2] << 8 | Compound[end + 3])));
        for (int length = 0; length <= Compound.Length; length++)
        {
            Types(Compound.AsSpan(0, length), out bool malformed);
            Assert.Equal(!ends.Contains(length), malformed);
        }
    }

    [Fact]
    public void Padding_of_the_last_packet_is_taken_off()
    {
        Assert.Equal([RtcpPacketType.Bye], Types(Convert.FromHexString("a1cb0002cafebabe00000004"), out bool malformed));
        Assert.False(malformed);
    }

    [Theory]
    [InlineData("a1cb0002cafebabe00000000")]
    [InlineData("a1cb0002cafebabe00000003")]
    [InlineData("a1cb0002cafebabe0000000c")]
    [InlineData("a0cb0000")]
    [InlineData("a1cb0002cafebabe0000000481cb0001cafebabe")]
    [InlineData("41cb0001cafebabe")]
    public void Impossible_padding_or_version_is_malformed(string packet)
    {
        Assert.Empty(Types(Convert.FromHexString(packet), out bool malformed));
        Assert.True(malformed);
    }

    [Fact]
    public void Mutated_compounds_are_walked_without_an_exception()
    {
        var mutator = new Mutator(seed: 31);
        int malformed = 0;
        for (int i = 0; i < 20_000; i++) malformed += TouchEverything(mutator.Mutate(Compound)) ? 1 : 0;
        Assert.InRange(malformed, 1000, 19_999);
    }

    [Fact]
    public void Walking_a_compound_allocates_nothing()
    {
        TouchEverything(Compound);
        Allocations.AssertNone(1000, () => TouchEverything(Compound));
    }

    private static bool TouchEverything(byte[] compound)
    {
        long sum = 0;
        var reader = new RtcpReader(compound);
        while (reader.TryRead(out RtcpPacket packet))
        {
            if (SenderReport.TryParse(packet, out _, out ReportBlocks blocks))
                foreach (ReportBlock block in blocks) sum += block.CumulativeLost;
            if (ReceiverReport.TryParse(packet, out _, out blocks))
                foreach (ReportBlock block in blocks) sum += block.Jitter;
            if (Nack.TryParse(packet, out Nack nack))
                foreach (SequenceNumber missing in nack) sum += missing.Value;
            if (SourceDescription.TryParse(packet, out _, out ReadOnlySpan<byte> name)) sum += name.Length;
            if (PictureLossIndication.TryParse(packet, out PictureLossIndication loss)) sum += loss.Feedback.Media.Value;
            if (FullIntraRequest.TryFind(packet, Feedback.Media, out FullIntraRequest request)) sum += request.Sequence;
            if (Bye.TryParse(packet, out Bye bye)) sum += bye.Ssrc.Value;
        }

        return reader.Malformed || sum == long.MinValue;
    }

    private static List<RtcpPacketType> Types(ReadOnlySpan<byte> compound, out bool malformed)
    {
        var types = new List<RtcpPacketType>();
        var reader = new RtcpReader(compound);
        while (reader.TryRead(out RtcpPacket packet)) types.Add(packet.Type);
        malformed = reader.Malformed;
        return types;
    }

    private static byte[] MakeCompound()
    {
        var buffer = new byte[512];
        int end = new ReceiverReport(new Ssrc(1)).Write(buffer, new ReportBlock(Feedback.Media, 3, -1, 70_000, 90, 5, 6));
        end += SourceDescription.Write(buffer.AsSpan(end), new Ssrc(1), "Yw0tVq5xLd");
        end += Nack.Write(buffer.AsSpan(end), Feedback, [new SequenceNumber(65535), new SequenceNumber(3)]);
        end += Append(buffer.AsSpan(end), "8fcd0005" + "00000001" + "cafebabe" + "00010001" + "00000000" + "20010000"); // transport-cc
        end += new PictureLossIndication(Feedback).Write(buffer.AsSpan(end));
        end += new FullIntraRequest(new Ssrc(1), Feedback.Media, 9).Write(buffer.AsSpan(end));
        end += Append(buffer.AsSpan(end), "8fce0005" + "00000001" + "00000000" + "52454d42" + "01000000" + "cafebabe"); // REMB
        end += Append(buffer.AsSpan(end), "80cf0001" + "00000001"); // extended report
        end += Append(buffer.AsSpan(end), "80d30000"); // unassigned type 211
        end += new Bye(new Ssrc(1)).Write(buffer.AsSpan(end));
        return buffer[..end];
    }

    private static int Append(Span<byte> destination, string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        bytes.CopyTo(destination);
        return bytes.Length;
    }
}
