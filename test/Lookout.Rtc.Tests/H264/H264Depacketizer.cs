using System.Buffers.Binary;

namespace Lookout.Rtc.Tests.H264;

/// <summary>
/// The receiving end of RFC 6184, written apart from the packetizer: payloads in, NAL units out. Throws at whatever a
/// strict receiver would not take.
/// </summary>
internal sealed class H264Depacketizer
{
    private List<byte>? _fragmented;

    public List<byte[]> Units { get; } = [];

    public void Add(ReadOnlySpan<byte> payload)
    {
        int type = payload[0] & 0x1F;
        if (type != 28) Assert.Null(_fragmented);
        switch (type)
        {
            case 24:
                AddAggregate(payload[1..]);
                break;
            case 28:
                AddFragment(payload);
                break;
            default:
                Assert.InRange(type, 1, 23);
                Units.Add(payload.ToArray());
                break;
        }
    }

    public void Finish() => Assert.Null(_fragmented);

    private void AddAggregate(ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            Units.Add(rest.Slice(2, length).ToArray());
            rest = rest[(2 + length)..];
        }
    }

    private void AddFragment(ReadOnlySpan<byte> payload)
    {
        bool start = (payload[1] & 0x80) != 0;
        bool end = (payload[1] & 0x40) != 0;
        Assert.False(start && end);
        Assert.True(payload.Length > 2);
        Assert.Equal(start, _fragmented is null);
        byte header = (byte)(payload[0] & 0xE0 | payload[1] & 0x1F);
        _fragmented ??= [header];
        Assert.Equal(_fragmented[0], header);
        _fragmented.AddRange(payload[2..]);
        if (!end) return;
        Units.Add([.. _fragmented]);
        _fragmented = null;
    }
}
