using Lookout.Rtc.H264;
using Lookout.Rtc.Rtp;

namespace Lookout.Fuzz.Corpus;

/// <summary>Access units of both codecs and what their packetizers make of them.</summary>
internal static class VideoCorpus
{
    public const int MaxPayload = 1100;

    public static byte[][] H264Units { get; } =
    [
        [0, 0, 0, 1, 0x67, 0x42, 0xE0, 0x1F, 9, 9, 0, 0, 0, 1, 0x68, 0xCE, 0x3C, 0x80, 0, 0, 0, 1, 0x65, .. Noise(3000)],
        [0, 0, 0, 1, 0x41, .. Noise(400)],
        [0, 0, 1, 0x09, 0xF0, 0, 0, 1, 0x06, 5, 1, 2, 0x80, 0, 0, 1, 0x41, .. Noise(1200), 0, 0, 1, 0x41, .. Noise(90)],
    ];

    public static byte[][] H265Units { get; } =
    [
        [
            0, 0, 0, 1, 0x40, 1, 0x0C, 1, 0xFF, 0xFF, 1, 0x60, 0, 0, 3, 0, 0x90, 0, 0, 0, 1, 0x42, 1, 1, 1, 0x60, 0, 0, 3, 0, 0x90, 0, 0, 3, 0, 0, 3, 0, 0x5D, 0xA0,
            0, 0, 0, 1, 0x44, 1, 0xC1, 0x72, 0xB4, 0, 0, 0, 1, 0x26, 1, .. Noise(3000),
        ],
        [0, 0, 0, 1, 0x02, 1, .. Noise(400)],
        [0, 0, 1, 0x46, 1, 0x50, 0, 0, 1, 0x4E, 1, 5, 1, 2, 0x80, 0, 0, 1, 0x02, 1, .. Noise(1200)],
    ];

    public static byte[][] H264Payloads { get; } = [.. H264Units.SelectMany(unit => Payloads(new H264Packetizer(MaxPayload), unit))];

    public static IEnumerable<byte[]> Payloads(IPacketizer packetizer, byte[] unit)
    {
        PacketizedAccessUnit packets = packetizer.Packetize(unit);
        var payloads = new List<byte[]>();
        for (int i = 0; i < packets.Count; i++) payloads.Add(packets.Payload(i).ToArray());
        return payloads;
    }

    private static byte[] Noise(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
