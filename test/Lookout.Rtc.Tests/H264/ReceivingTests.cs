using Lookout.Rtc.H264;
using Lookout.Rtc.Rtp;
using Depacketizer = Lookout.Rtc.H264.H264Depacketizer;

namespace Lookout.Rtc.Tests.H264;

/// <summary>The product's own depacketizer; the one beside this file is the packetizer's oracle.</summary>
public sealed class ReceivingTests
{
    private const int MaxPayload = 1100;
    private const int Mutations = 20_000;

    private readonly Depacketizer _depacketizer = new();

    [Fact]
    public void What_the_packetizer_cuts_comes_together_again()
    {
        var packetizer = new H264Packetizer(MaxPayload);
        byte[] unit = AccessUnit(7, [24, 5, 1, 1098, 1099, 1100, 1101, 40_000]);
        PacketizedAccessUnit packets = packetizer.Packetize(unit);
        for (int i = 0; i < packets.Count; i++)
        {
            Assert.True(_depacketizer.TryAdd(packets.Payload(i)));
        }
        Assert.True(_depacketizer.IsComplete);
        Assert.True(_depacketizer.IsKey);
        Assert.Equal(unit, _depacketizer.AccessUnit.ToArray());
        _depacketizer.Clear();
        Assert.False(_depacketizer.IsComplete);
    }

    [Fact]
    public void Missing_fragment_spoils_its_access_unit_and_not_the_next()
    {
        byte[] unit = AccessUnit(3, [5000]);
        for (int lost = 0; lost < 4; lost++)
        {
            _depacketizer.Clear();
            PacketizedAccessUnit packets = new H264Packetizer(MaxPayload).Packetize(unit);
            for (int i = 0; i < packets.Count; i++)
            {
                if (i == lost) _depacketizer.Spoil();
                else _depacketizer.TryAdd(packets.Payload(i));
            }
            Assert.False(_depacketizer.IsComplete);
        }
        _depacketizer.Clear();
        Assert.True(_depacketizer.TryAdd([0x41, 1, 2]));
        Assert.True(_depacketizer.IsComplete);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]                     // type 0 is no unit
    [InlineData("1e01")]                   // types 30 and 31 are undefined
    [InlineData("c101")]                   // forbidden bit
    [InlineData("78")]                     // STAP-A of nothing
    [InlineData("7800")]                   // half a size
    [InlineData("780000")]                 // a unit of no bytes
    [InlineData("78000267")]               // a size past the end
    [InlineData("7800027801")]             // a STAP-A inside a STAP-A
    [InlineData("7c85")]                   // FU-A of nothing
    [InlineData("7cc501")]                 // start and end at once
    [InlineData("7c0501")]                 // a middle with no start
    [InlineData("7c9c01")]                 // a FU-A inside a FU-A
    public void Malformed_payload_is_refused(string hex)
    {
        Assert.False(_depacketizer.TryAdd(Convert.FromHexString(hex)));
        Assert.False(_depacketizer.IsComplete);
    }

    [Fact]
    public void Unit_inside_an_open_fragment_is_refused()
    {
        Assert.True(_depacketizer.TryAdd([0x7c, 0x85, 1]));
        Assert.False(_depacketizer.IsComplete);
        Assert.False(_depacketizer.TryAdd([0x41, 1]));
    }

    [Fact]
    public void Access_unit_has_a_longest()
    {
        var large = new byte[60_000];
        large[0] = 0x41;
        int added = 0;
        while (_depacketizer.TryAdd(large)) added++;
        Assert.InRange(added, Depacketizer.MaxLength / 60_000 - 1, Depacketizer.MaxLength / 60_000);
    }

    [Fact]
    public void Cut_and_mutated_payloads_do_not_throw()
    {
        PacketizedAccessUnit packets = new H264Packetizer(MaxPayload).Packetize(AccessUnit(11, [24, 5, 3000]));
        byte[][] payloads = [.. Enumerable.Range(0, packets.Count).Select(i => packets.Payload(i).ToArray())];
        foreach (byte[] payload in payloads)
        {
            for (int length = 0; length < payload.Length; length++)
            {
                _depacketizer.Clear();
                _depacketizer.TryAdd(payload.AsSpan(0, length));
            }
        }
        var random = new Random(23);
        for (int i = 0; i < Mutations; i++)
        {
            byte[] payload = [.. payloads[random.Next(payloads.Length)]];
            for (int n = random.Next(1, 4); n > 0; n--) payload[random.Next(Math.Min(payload.Length, 8))] = (byte)random.Next(256);
            if (random.Next(8) == 0) _depacketizer.Clear();
            _depacketizer.TryAdd(payload.AsSpan(0, random.Next(payload.Length + 1)));
            Assert.InRange(_depacketizer.AccessUnit.Length, 0, Depacketizer.MaxLength);
        }
    }

    // Units of these lengths, SPS and PPS first when there are more than two, IDR slices otherwise.
    private static byte[] AccessUnit(int seed, int[] lengths)
    {
        var random = new Random(seed);
        var stream = new List<byte>();
        for (int i = 0; i < lengths.Length; i++)
        {
            var unit = new byte[lengths[i]];
            // No zero byte: a start code must not come about by chance.
            for (int j = 0; j < unit.Length; j++) unit[j] = (byte)random.Next(1, 256);
            unit[0] = lengths.Length > 2 && i < 2 ? (byte)(0x67 + i) : (byte)0x65;
            stream.AddRange([0, 0, 0, 1]);
            stream.AddRange(unit);
        }
        return [.. stream];
    }
}
