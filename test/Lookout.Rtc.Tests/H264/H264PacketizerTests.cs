using Lookout.Rtc.H264;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.H264;

public sealed class H264PacketizerTests
{
    private const int MaxPayload = 1100;
    private static readonly byte[] SentHeaders = [0x67, 0x68, 0x65, 0x41, 0x01];
    private static readonly byte[] Sps = Unit(0x67, 24);
    private static readonly byte[] Pps = Unit(0x68, 5);

    [Fact]
    public void Parameter_sets_go_together_before_the_key_frame()
    {
        PacketizedAccessUnit result = Packetize([Sps, Pps, Unit(0x65, 500)]);

        Assert.Equal(2, result.Count);
        Assert.Equal(0x78, result.Payload(0)[0]);
        Assert.Equal(1 + 2 + Sps.Length + 2 + Pps.Length, result.Payload(0).Length);
        Assert.Equal(0x65, result.Payload(1)[0]);
    }

    [Fact]
    public void Lone_parameter_set_is_not_aggregated()
    {
        PacketizedAccessUnit result = Packetize([Sps, Unit(0x65, 10)]);

        Assert.Equal(Sps, result.Payload(0).ToArray());
    }

    [Fact]
    public void Parameter_sets_that_do_not_fit_together_go_apart()
    {
        byte[] large = Unit(0x67, MaxPayload - 3);
        byte[] larger = Unit(0x67, MaxPayload - 2);
        byte[] largest = Unit(0x67, MaxPayload + 1);

        Assert.Equal([large, Pps], Unpack(Packetize([large, Pps])));
        Assert.Equal([larger, Pps], Unpack(Packetize([larger, Pps])));
        Assert.Equal([Pps, largest, Pps], Unpack(Packetize([Pps, largest, Pps])));
    }

    [Fact]
    public void Unit_of_exactly_the_limit_is_not_cut() =>
        Assert.Equal(1, Packetize([Unit(0x41, MaxPayload)]).Count);

    [Theory]
    [InlineData(1101)]
    [InlineData(1500)]
    [InlineData(2197)]
    [InlineData(2198)]
    [InlineData(50_000)]
    [InlineData(300_000)]
    public void Fragments_are_of_equal_length_but_the_last(int length)
    {
        PacketizedAccessUnit result = Packetize([Unit(0x65, length)]);

        int first = result.Payload(0).Length;
        Assert.InRange(first, 3, MaxPayload);
        Assert.Equal((length - 1 + MaxPayload - 3) / (MaxPayload - 2), result.Count);
        for (int i = 1; i < result.Count - 1; i++) Assert.Equal(first, result.Payload(i).Length);
        Assert.InRange(result.Payload(result.Count - 1).Length, 3, first);
    }

    [Fact]
    public void Only_the_last_payload_ends_the_access_unit()
    {
        PacketizedAccessUnit result = Packetize([Sps, Pps, Unit(0x65, 3000)]);

        Assert.Equal([false, false, false, true], Enumerable.Range(0, result.Count).Select(result.IsLast));
    }

    [Fact]
    public void Delimiter_filler_and_sei_are_dropped()
    {
        byte[] slice = Unit(0x41, 50);

        Assert.Equal([slice], Unpack(Packetize([Unit(0x09, 2), Unit(0x06, 30), slice, Unit(0x0C, 400), [0x0A], [0x0B]])));
        Assert.Equal(0, Packetize([Unit(0x09, 2)]).Count);
    }

    [Theory]
    [InlineData(0x60)]
    [InlineData(0x78)]
    [InlineData(0x7C)]
    [InlineData(0x7F)]
    public void Unit_whose_type_means_a_packet_in_rtp_is_dropped(byte header) =>
        Assert.Equal(0, Packetize([Unit(header, 20)]).Count);

    [Fact]
    public void Any_access_unit_survives_the_round_trip()
    {
        var random = new Random(5);
        var packetizer = new H264Packetizer(MaxPayload);
        for (int i = 0; i < 500; i++)
        {
            byte[][] units = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Unit(
                SentHeaders[random.Next(SentHeaders.Length)], random.Next(2, random.Next(2) == 0 ? 100 : 9000), random))];

            Assert.Equal(units, Unpack(packetizer.Packetize(AnnexB(units))));
        }
    }

    [Fact]
    public void Mutated_access_units_give_payloads_within_the_limit()
    {
        var packetizer = new H264Packetizer(64);
        byte[] stream = AnnexB([Sps, Pps, Unit(0x65, 300), Unit(0x65, 30)]);
        var mutator = new Mutator(seed: 22);
        for (int i = 0; i < 20_000; i++)
        {
            PacketizedAccessUnit result = packetizer.Packetize(mutator.Mutate(stream));
            for (int p = 0; p < result.Count; p++) Assert.InRange(result.Payload(p).Length, 1, 64);
            Unpack(result);
        }
    }

    [Fact]
    public void Packetizing_allocates_nothing_once_grown()
    {
        var packetizer = new H264Packetizer(MaxPayload);
        byte[] stream = AnnexB([Sps, Pps, Unit(0x65, 200_000)]);
        packetizer.Packetize(stream);
        packetizer.Packetize(stream);
        Allocations.AssertNone(100, () => packetizer.Packetize(stream));
    }

    private static PacketizedAccessUnit Packetize(byte[][] units) => new H264Packetizer(MaxPayload).Packetize(AnnexB(units));

    private static List<byte[]> Unpack(PacketizedAccessUnit result)
    {
        var depacketizer = new H264Depacketizer();
        for (int i = 0; i < result.Count; i++) depacketizer.Add(result.Payload(i));
        depacketizer.Finish();
        return depacketizer.Units;
    }

    private static byte[] AnnexB(byte[][] units) => [.. units.SelectMany((unit, i) => (byte[])[.. i == 0 ? new byte[] { 0 } : [], 0, 0, 1, .. unit])];

    // Bytes 1 to 255, so that no start code occurs inside.
    private static byte[] Unit(byte header, int length, Random? random = null)
    {
        random ??= new Random(length);
        var unit = new byte[length];
        unit[0] = header;
        for (int i = 1; i < length; i++) unit[i] = (byte)random.Next(1, 256);
        return unit;
    }
}
