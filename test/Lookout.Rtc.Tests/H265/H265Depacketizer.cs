using System.Buffers.Binary;

namespace Lookout.Rtc.Tests.H265;

/// <summary>
/// The receiving end of RFC 7798 without decoding order numbers, written apart from the packetizer: payloads in, NAL units
/// out. Throws at whatever a strict receiver would not take.
/// </summary>
internal sealed class H265Depacketizer
{
    private List<byte>? _fragmented;

    public List<byte[]> Units { get; } = [];

    public void Add(ReadOnlySpan<byte> payload)
    {
        Assert.True(payload.Length > 2);
        int type = payload[0] >> 1 & 0x3F;
        if (type != 49) Assert.Null(_fragmented);
        switch (type)
        {
            case 48:
                AddAggregate(payload);
                break;
            case 49:
                AddFragment(payload);
                break;
            default:
                Assert.InRange(type, 0, 47);
                Units.Add(payload.ToArray());
                break;
        }
    }

    public void Finish() => Assert.Null(_fragmented);

    private void AddAggregate(ReadOnlySpan<byte> payload)
    {
        int layer = 63, temporal = 7, count = 0;
        for (ReadOnlySpan<byte> rest = payload[2..]; !rest.IsEmpty; count++)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            byte[] unit = rest.Slice(2, length).ToArray();
            Assert.InRange(unit[0] >> 1 & 0x3F, 0, 47);
            layer = Math.Min(layer, (unit[0] & 1) << 5 | unit[1] >> 3);
            temporal = Math.Min(temporal, unit[1] & 7);
            Units.Add(unit);
            rest = rest[(2 + length)..];
        }

        Assert.True(count >= 2);
        Assert.Equal(layer, (payload[0] & 1) << 5 | payload[1] >> 3);
        Assert.Equal(temporal, payload[1] & 7);
    }

    private void AddFragment(ReadOnlySpan<byte> payload)
    {
        bool start = (payload[2] & 0x80) != 0;
        bool end = (payload[2] & 0x40) != 0;
        Assert.False(start && end);
        Assert.True(payload.Length > 3);
        Assert.Equal(start, _fragmented is null);
        byte[] header = [(byte)(payload[0] & 0x81 | (payload[2] & 0x3F) << 1), payload[1]];
        _fragmented ??= [.. header];
        Assert.Equal(header, _fragmented[..2]);
        _fragmented.AddRange(payload[3..]);
        if (!end) return;
        Units.Add([.. _fragmented]);
        _fragmented = null;
    }
}
