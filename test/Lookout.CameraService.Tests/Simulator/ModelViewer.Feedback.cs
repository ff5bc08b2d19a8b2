using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>What it says of the stream.</summary>
internal sealed partial class ModelViewer
{
    private const double DelayUnits = 65_536;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan KeyFrameRepeat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<long, TimeSpan> _arrivals = [];
    private readonly byte[] _rtcp = new byte[4096];
    private long _reportedTo = -1;
    private long _newestArrival = -1;
    private byte _feedbacks;
    private TimeSpan _feedbackAt;
    private TimeSpan _reportAt;
    private TimeSpan _requestAt;
    private TimeSpan _keyFrameAt;
    private TimeSpan _firstMediaAt = TimeSpan.MaxValue;
    private long _firstSequence = -1;
    private long _highest;
    private long _received;
    private long _expectedBefore;
    private long _receivedBefore;
    private uint _lastReport;
    private TimeSpan _lastReportAt;

    /// <summary>Between two messages about what came.</summary>
    public TimeSpan FeedbackInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    private void AdvanceFeedback(TimeSpan now)
    {
        if (_firstSequence < 0) return;
        if (now >= _requestAt)
        {
            _requestAt = now + RequestInterval;
            RequestMissing(now);
        }

        if (now >= _feedbackAt)
        {
            _feedbackAt = now + FeedbackInterval;
            TellArrivals();
        }

        if (now < _reportAt) return;
        _reportAt = now + ReportInterval;
        Report(now);
    }

    private void RequestMissing(TimeSpan now)
    {
        TimeSpan wait = Path.Reorders ? Path.Jitter : TimeSpan.Zero;
        if (_buffer.Missing.IsHopeless(now, Path.RoundTrip)) _buffer.GiveUp();
        SequenceNumber[] missing = _buffer.Missing.Ask(now, wait, Path.RoundTrip + 2 * Path.Jitter + Margin);
        foreach (SequenceNumber[] part in missing.Chunk(250)) Say(Nack.Write(_rtcp, new Feedback(Own, Media), part));
        bool isWaiting = _buffer.NeedsKey && now - _firstMediaAt > Path.RoundTrip + KeyFrameRepeat;
        if (!isWaiting || now - _keyFrameAt < KeyFrameRepeat + Path.RoundTrip) return;
        _keyFrameAt = now;
        KeyFramesAsked++;
        Say(new PictureLossIndication(new Feedback(Own, Media)).Write(_rtcp));
    }

    private void Arrived(TimeSpan now, ReadOnlySpan<byte> elements)
    {
        foreach (HeaderExtension element in new HeaderExtensions(elements))
        {
            if (element.Id != Extensions.TransportSequence) continue;
            Assert.True(TransportSequence.TryParse(element.Data, out ushort number));
            long index = _newestArrival < 0 ? number : new SequenceNumber(number).ExtendNear(_newestArrival);
            if (_reportedTo < 0) _reportedTo = index - 1;
            _newestArrival = Math.Max(_newestArrival, index);
            if (index > _reportedTo) _arrivals.TryAdd(index, now);
        }
    }

    private void TellArrivals()
    {
        if (_newestArrival <= _reportedTo) return;
        long from = Math.Max(_reportedTo + 1, _newestArrival - 300);
        var packets = new PacketArrival[_newestArrival - from + 1];
        for (int i = 0; i < packets.Length; i++)
        {
            bool received = _arrivals.TryGetValue(from + i, out TimeSpan at);
            packets[i] = new PacketArrival(SequenceNumber.FromIndex(from + i), received, received ? at : TimeSpan.Zero);
        }

        _reportedTo = _newestArrival;
        _arrivals.Clear();
        Say(TransportFeedback.Write(_rtcp, new Feedback(Own, Media), _feedbacks++, packets));
    }

    private void Count(TimeSpan now, SequenceNumber sequence)
    {
        if (_firstSequence < 0)
        {
            _firstSequence = _highest = sequence.Value + 65_536L;
            _firstMediaAt = now;
        }

        _highest = Math.Max(_highest, sequence.ExtendNear(_highest));
        _received++;
    }

    private void Report(TimeSpan now)
    {
        long expected = _highest - _firstSequence + 1;
        long lost = expected - _expectedBefore - (_received - _receivedBefore);
        byte fraction = expected > _expectedBefore ? (byte)Math.Clamp(256 * lost / (expected - _expectedBefore), 0, 255) : (byte)0;
        (_expectedBefore, _receivedBefore) = (expected, _received);
        uint delay = _lastReport == 0 ? 0 : (uint)((now - _lastReportAt).TotalSeconds * DelayUnits);
        var block = new ReportBlock(Media, fraction, (int)(expected - _received), (uint)_highest, 0, _lastReport, delay);
        Say(new ReceiverReport(Own).Write(_rtcp, block));
    }

    private void ReceiveRtcp(TimeSpan now, byte[] datagram)
    {
        // A copy of one that came.
        if (!_fromServer.TryUnprotectRtcp(datagram, out int length)) return;
        var reader = new RtcpReader(datagram.AsSpan(0, length));
        while (reader.TryRead(out RtcpPacket packet))
        {
            if (!SenderReport.TryParse(packet, out SenderReport report, out _) || report.Ssrc != Media) continue;
            _lastReport = report.CompactNtpTime;
            _lastReportAt = now;
        }

        Assert.False(reader.Malformed);
    }

    private void Say(int length)
    {
        var bytes = new byte[length + 32];
        _rtcp.AsSpan(0, length).CopyTo(bytes);
        _outgoing.Add(bytes[.._toServer.ProtectRtcp(bytes, length)]);
    }
}
