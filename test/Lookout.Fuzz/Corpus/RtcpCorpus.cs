using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Fuzz.Corpus;

/// <summary>RTCP of a viewer about a stream: every message we read, alone and in compounds.</summary>
internal static class RtcpCorpus
{
    public static byte[][] About(Ssrc media, Ssrc viewer, SequenceNumber newest)
    {
        var feedback = new Feedback(viewer, media);
        var block = new ReportBlock(media, 12, 34, newest.Value, 90, 0x1234_5678, 65_536);
        byte[] report = Make(64, b => new ReceiverReport(viewer).Write(b, block));
        byte[] nack = Make(64, b => Nack.Write(b, feedback, [newest.Plus(-20), newest.Plus(-19), newest.Plus(-3), newest]));
        byte[] loss = Make(64, b => new PictureLossIndication(feedback).Write(b));
        byte[] intra = Make(64, b => new FullIntraRequest(viewer, media, 3).Write(b));
        byte[] arrivals = Make(512, b => TransportFeedback.Write(b, feedback, 1, Arrivals()));
        byte[] estimate = Make(64, b => new ReceiverEstimatedBitrate(viewer, 1_500_000).Write(b, media));
        byte[] names = Make(64, b => SourceDescription.Write(b, viewer, "viewer"));
        byte[] sender = Make(64, b => new SenderReport(viewer, 1ul << 40, 2, 3, 4).Write(b));
        byte[] bye = Make(64, b => new Bye(viewer).Write(b));
        return
        [
            report, nack, loss, intra, arrivals, estimate, sender, bye,
            [.. report, .. names, .. nack], [.. report, .. arrivals, .. nack, .. loss], [.. sender, .. names, .. intra, .. estimate], [.. report, .. bye],
        ];
    }

    private static PacketArrival[] Arrivals() =>
    [
        .. Enumerable.Range(0, 60).Select(i => i % 7 == 3
            ? new PacketArrival(new SequenceNumber((ushort)i), false, TimeSpan.Zero)
            : new PacketArrival(new SequenceNumber((ushort)i), true, TimeSpan.FromMilliseconds(1000 + i * (i == 40 ? 80 : 5)))),
    ];

    private delegate int Write(Span<byte> buffer);

    private static byte[] Make(int room, Write write)
    {
        var buffer = new byte[room];
        return buffer[..write(buffer)];
    }
}
