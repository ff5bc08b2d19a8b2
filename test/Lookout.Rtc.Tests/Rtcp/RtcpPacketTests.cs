using System.Text;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Tests.Rtcp;

public sealed class RtcpPacketTests
{
    private static readonly Ssrc Ssrc = new(0xCAFEBABE);
    private static readonly Feedback Feedback = new(new Ssrc(1), Ssrc);
    private readonly byte[] _buffer = new byte[512];

    [Fact]
    public void Sender_report_is_laid_out_as_rfc_3550_says()
    {
        var report = new SenderReport(Ssrc, 0x0102030405060708, 0x11121314, 7, 8400);

        int length = report.Write(_buffer);

        Assert.Equal(
            "80C80006" + "CAFEBABE" + "0102030405060708" + "11121314" + "00000007" + "000020D0",
            Convert.ToHexString(_buffer.AsSpan(0, length)));
        Assert.Equal(0x03040506u, report.CompactNtpTime);
        Assert.True(SenderReport.TryParse(Only(length), out SenderReport parsed, out ReportBlocks blocks));
        Assert.Equal(report, parsed);
        Assert.Equal(0, blocks.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(0x7FFFFF)]
    [InlineData(-0x800000)]
    public void Receiver_report_keeps_the_sign_of_the_loss(int lost)
    {
        var first = new ReportBlock(Ssrc, 255, lost, 0x0003FFFF, 90, 0x03040506, 65536);
        ReportBlock second = first with { Source = new Ssrc(2), FractionLost = 0 };

        int length = new ReceiverReport(new Ssrc(1)).Write(_buffer, first, second);

        Assert.Equal(ReceiverReport.Length(2), length);
        Assert.True(ReceiverReport.TryParse(Only(length), out ReceiverReport parsed, out ReportBlocks blocks));
        Assert.Equal(new Ssrc(1), parsed.Ssrc);
        var read = new List<ReportBlock>();
        foreach (ReportBlock block in blocks) read.Add(block);
        Assert.Equal([first, second], read);
    }

    [Fact]
    public void Report_with_fewer_blocks_than_it_counts_is_refused()
    {
        int length = new ReceiverReport(new Ssrc(1)).Write(_buffer, new ReportBlock(Ssrc, 0, 0, 0, 0, 0, 0));
        _buffer[0]++;

        Assert.False(ReceiverReport.TryParse(Only(length), out _, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    [InlineData("Yw0tVq5xLdé")]
    public void Canonical_name_is_padded_by_one_to_four_zeros(string name)
    {
        Array.Fill(_buffer, (byte)0xFF);
        int length = SourceDescription.Write(_buffer, Ssrc, name);

        Assert.Equal(SourceDescription.Length(name), length);
        int zeros = length - 4 - 4 - 2 - Encoding.UTF8.GetByteCount(name);
        Assert.InRange(zeros, 1, 4);
        Assert.True(_buffer.AsSpan(length - zeros, zeros).IndexOfAnyExcept((byte)0) < 0);
        Assert.True(SourceDescription.TryParse(Only(length), out Ssrc ssrc, out ReadOnlySpan<byte> parsed));
        Assert.Equal(Ssrc, ssrc);
        Assert.Equal(name, Encoding.UTF8.GetString(parsed));
    }

    [Theory]
    [InlineData("81ca0001" + "cafebabe")]
    [InlineData("81ca0002" + "cafebabe" + "01054142")]
    [InlineData("81ca0002" + "cafebabe" + "02014100")]
    [InlineData("80ca0000")]
    public void Source_description_without_a_whole_name_is_refused(string packet)
    {
        byte[] bytes = Convert.FromHexString(packet);
        bytes.CopyTo(_buffer, 0);

        Assert.False(SourceDescription.TryParse(Only(bytes.Length), out _, out _));
    }

    [Fact]
    public void Nack_packs_what_lies_within_sixteen_into_one_entry()
    {
        SequenceNumber[] missing = [.. new ushort[] { 65534, 65535, 0, 14, 15, 500 }.Select(n => new SequenceNumber(n))];

        int length = Nack.Write(_buffer, Feedback, missing);

        // 65534 with bits 0, 1 and 15; 15 is seventeen further and opens an entry of its own.
        Assert.Equal(
            "81CD0005" + "00000001" + "CAFEBABE" + "FFFE8003" + "000F0000" + "01F40000",
            Convert.ToHexString(_buffer.AsSpan(0, length)));
        Assert.True(Nack.TryParse(Only(length), out Nack nack));
        Assert.Equal(Feedback, nack.Feedback);
        var read = new List<SequenceNumber>();
        foreach (SequenceNumber number in nack) read.Add(number);
        Assert.Equal(missing, read);
    }

    [Fact]
    public void Any_set_of_missing_packets_survives_the_round_trip()
    {
        var random = new Random(4);
        for (int i = 0; i < 2000; i++)
        {
            var missing = new List<SequenceNumber> { new((ushort)random.Next(65536)) };
            while (random.Next(10) != 0 && missing.Count < 40) missing.Add(missing[^1].Plus(random.Next(1, 30)));
            int length = Nack.Write(_buffer, Feedback, missing.ToArray());

            Assert.InRange(length, 16, Nack.MaxLength(missing.Count));
            Assert.True(Nack.TryParse(Only(length), out Nack nack));
            var read = new List<SequenceNumber>();
            foreach (SequenceNumber number in nack) read.Add(number);
            Assert.Equal(missing, read);
        }
    }

    [Fact]
    public void Nack_without_an_entry_is_refused()
    {
        Convert.FromHexString("81cd0002" + "00000001" + "cafebabe").CopyTo(_buffer, 0);

        Assert.False(Nack.TryParse(Only(12), out _));
    }

    [Fact]
    public void Picture_loss_indication_is_laid_out_as_rfc_4585_says()
    {
        int length = new PictureLossIndication(Feedback).Write(_buffer);

        Assert.Equal("81CE0002" + "00000001" + "CAFEBABE", Convert.ToHexString(_buffer.AsSpan(0, length)));
        Assert.True(PictureLossIndication.TryParse(Only(length), out PictureLossIndication parsed));
        Assert.Equal(Feedback, parsed.Feedback);
    }

    [Fact]
    public void Full_intra_request_names_the_stream_in_its_entry()
    {
        var request = new FullIntraRequest(new Ssrc(1), Ssrc, 200);

        int length = request.Write(_buffer);

        Assert.Equal(
            "84CE0004" + "00000001" + "00000000" + "CAFEBABE" + "C8000000",
            Convert.ToHexString(_buffer.AsSpan(0, length)));
        Assert.True(FullIntraRequest.TryFind(Only(length), Ssrc, out FullIntraRequest parsed));
        Assert.Equal(request, parsed);
        Assert.False(FullIntraRequest.TryFind(Only(length), new Ssrc(2), out _));
    }

    [Fact]
    public void Full_intra_request_is_found_among_several_entries()
    {
        Convert.FromHexString("84CE0006" + "00000001" + "00000000" + "00000002" + "07000000" + "CAFEBABE" + "C8000000").CopyTo(_buffer, 0);

        Assert.True(FullIntraRequest.TryFind(Only(28), Ssrc, out FullIntraRequest parsed));
        Assert.Equal(200, parsed.Sequence);
    }

    [Fact]
    public void Bye_names_its_stream()
    {
        int length = new Bye(Ssrc).Write(_buffer);

        Assert.Equal("81CB0001" + "CAFEBABE", Convert.ToHexString(_buffer.AsSpan(0, length)));
        Assert.True(Bye.TryParse(Only(length), out Bye parsed));
        Assert.Equal(Ssrc, parsed.Ssrc);
        _buffer[0]++;
        Assert.False(Bye.TryParse(Only(length), out _));
    }

    [Fact]
    public void Several_streams_share_a_bye_and_a_source_description()
    {
        int length = Bye.Write(_buffer, [Ssrc, new Ssrc(2)]);

        Assert.Equal("82CB0002" + "CAFEBABE" + "00000002", Convert.ToHexString(_buffer.AsSpan(0, length)));

        length = SourceDescription.Write(_buffer, [Ssrc, new Ssrc(2)], "ab");

        Assert.Equal(
            "82CA0006" + "CAFEBABE" + "01026162" + "00000000" + "00000002" + "01026162" + "00000000",
            Convert.ToHexString(_buffer.AsSpan(0, length)));
        Assert.Equal(SourceDescription.Length("ab", 2), length);
    }

    private RtcpPacket Only(int length)
    {
        var reader = new RtcpReader(_buffer.AsSpan(0, length));
        Assert.True(reader.TryRead(out RtcpPacket packet));
        return packet;
    }
}
