using Lookout.Rtc.H264;
using Lookout.Rtc.H265;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.H265;

public sealed class H265PacketizerTests
{
    private const int MaxPayload = 1100;

    // Types of units that are sent: TRAIL_N, TRAIL_R, IDR_W_RADL, CRA, VPS, SPS, PPS.
    private static readonly int[] SentTypes = [0, 1, 19, 21, 32, 33, 34];
    private static readonly byte[] Vps = Unit(32, 24);
    private static readonly byte[] Sps = Unit(33, 45);
    private static readonly byte[] Pps = Unit(34, 8);

    [Fact]
    public void Parameter_sets_go_together_before_the_key_frame()
    {
        PacketizedAccessUnit result = Packetize([Vps, Sps, Pps, Unit(19, 500)]);

        Assert.Equal(2, result.Count);
        // RFC 7798 figure 4: type 48, layer 0, temporal id 1, then sizes and units.
        Assert.Equal("6001" + "0018" + "4001", Convert.ToHexString(result.Payload(0)[..6]));
        Assert.Equal(2 + 3 * 2 + Vps.Length + Sps.Length + Pps.Length, result.Payload(0).Length);
        Assert.Equal("2601", Convert.ToHexString(result.Payload(1)[..2]));
    }

    [Fact]
    public void Aggregate_has_the_lowest_layer_and_temporal_id_of_its_units() =>
        // The depacketizer checks it.
        Assert.Equal(3, Unpack(Packetize([Unit(33, 20, layer: 5, temporal: 3), Unit(34, 20, layer: 2, temporal: 4), Unit(34, 20, layer: 40, temporal: 2)])).Count);

    [Fact]
    public void Lone_parameter_set_is_not_aggregated() =>
        Assert.Equal(Sps, Packetize([Sps, Unit(19, 10)]).Payload(0).ToArray());

    [Fact]
    public void Parameter_sets_that_do_not_fit_together_go_apart()
    {
        byte[] large = Unit(33, MaxPayload - 4);
        byte[] larger = Unit(33, MaxPayload - 3);
        byte[] largest = Unit(33, MaxPayload + 1);

        Assert.Equal([large, Pps], Unpack(Packetize([large, Pps])));
        Assert.Equal([larger, Pps], Unpack(Packetize([larger, Pps])));
        Assert.Equal([Pps, largest, Pps], Unpack(Packetize([Pps, largest, Pps])));
    }

    [Fact]
    public void Unit_of_exactly_the_limit_is_not_cut() => Assert.Equal(1, Packetize([Unit(1, MaxPayload)]).Count);

    [Theory]
    [InlineData(1101)]
    [InlineData(1500)]
    [InlineData(2196)]
    [InlineData(2197)]
    [InlineData(50_000)]
    [InlineData(300_000)]
    public void Fragments_are_of_equal_length_but_the_last(int length)
    {
        PacketizedAccessUnit result = Packetize([Unit(19, length, layer: 33, temporal: 6)]);

        int first = result.Payload(0).Length;
        Assert.InRange(first, 4, MaxPayload);
        Assert.Equal((length - 2 + MaxPayload - 4) / (MaxPayload - 3), result.Count);
        for (int i = 1; i < result.Count - 1; i++) Assert.Equal(first, result.Payload(i).Length);
        Assert.InRange(result.Payload(result.Count - 1).Length, 4, first);
        // RFC 7798 figures 9 and 10: type 49 with the unit's layer and temporal id; start bit and type 19.
        Assert.Equal("630E93", Convert.ToHexString(result.Payload(0)[..3]));
        Assert.Equal(0x40 | 19, result.Payload(result.Count - 1)[2]);
    }

    [Fact]
    public void Delimiter_filler_sei_and_what_means_a_packet_are_dropped()
    {
        byte[] slice = Unit(1, 50);
        byte[][] dropped = [.. Enumerable.Range(35, 29).Select(type => Unit(type, 30))];

        Assert.Equal([slice], Unpack(Packetize([.. dropped, slice, [0x02, 0x01], .. dropped])));
        Assert.Equal(0, Packetize(dropped).Count);
    }

    [Fact]
    public void Any_access_unit_survives_the_round_trip()
    {
        var random = new Random(5);
        IPacketizer packetizer = IPacketizer.For(VideoCodec.H265, MaxPayload);
        for (int i = 0; i < 500; i++)
        {
            byte[][] units = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Unit(
                SentTypes[random.Next(SentTypes.Length)], random.Next(3, random.Next(2) == 0 ? 100 : 9000), random.Next(64), 1 + random.Next(7), random))];

            Assert.Equal(units, Unpack(packetizer.Packetize(AnnexB(units))));
        }
    }

    [Fact]
    public void Access_unit_cut_at_any_length_gives_whole_payloads()
    {
        var packetizer = new H265Packetizer(64);
        byte[] stream = AnnexB([Vps, Sps, Pps, Unit(19, 200)]);
        for (int length = 0; length <= stream.Length; length++) Unpack(packetizer.Packetize(stream.AsSpan(0, length)));
    }

    [Fact]
    public void Mutated_access_units_give_payloads_within_the_limit()
    {
        var packetizer = new H265Packetizer(64);
        byte[] stream = AnnexB([Vps, Sps, Pps, Unit(19, 300), Unit(1, 30)]);
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
        var packetizer = new H265Packetizer(MaxPayload);
        byte[] stream = AnnexB([Vps, Sps, Pps, Unit(19, 200_000)]);
        packetizer.Packetize(stream);
        packetizer.Packetize(stream);
        Allocations.AssertNone(100, () => packetizer.Packetize(stream));
    }

    [Fact]
    public void Each_codec_has_its_packetizer()
    {
        Assert.IsType<H264Packetizer>(IPacketizer.For(VideoCodec.H264, MaxPayload));
        Assert.IsType<H265Packetizer>(IPacketizer.For(VideoCodec.H265, MaxPayload));
    }

    private static PacketizedAccessUnit Packetize(byte[][] units) => new H265Packetizer(MaxPayload).Packetize(AnnexB(units));

    private static List<byte[]> Unpack(PacketizedAccessUnit result)
    {
        var depacketizer = new H265Depacketizer();
        for (int i = 0; i < result.Count; i++) depacketizer.Add(result.Payload(i));
        depacketizer.Finish();
        return depacketizer.Units;
    }

    private static byte[] AnnexB(byte[][] units) => [.. units.SelectMany((unit, i) => (byte[])[.. i == 0 ? new byte[] { 0 } : [], 0, 0, 1, .. unit])];

    // Bytes 1 to 255 behind the header, so that no start code occurs inside; temporal is the id + 1 and never 0.
    private static byte[] Unit(int type, int length, int layer = 0, int temporal = 1, Random? random = null)
    {
        random ??= new Random(length);
        var unit = new byte[length];
        unit[0] = (byte)(type << 1 | layer >> 5);
        unit[1] = (byte)(layer << 3 | temporal);
        for (int i = 2; i < length; i++) unit[i] = (byte)random.Next(1, 256);
        return unit;
    }
}
