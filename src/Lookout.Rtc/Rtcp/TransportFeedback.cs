using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>
/// Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1): which of a run of packets came, and
/// when. Borrows the packet it was parsed from, which was checked to its last delta.
/// </summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     base sequence number      |      packet status count      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            reference time (64 ms)             | feedback count|
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  status chunks, 2 bytes each ...  |  deltas, 1 or 2 bytes ... |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref partial struct TransportFeedback
{
    internal static readonly TimeSpan DeltaStep = TimeSpan.FromMicroseconds(250);

    private static readonly TimeSpan ReferenceStep = TimeSpan.FromMilliseconds(64);

    internal const int Format = 15;
    private const int FixedLength = 8;
    private const int ChunkLength = 2;

    private readonly ReadOnlySpan<byte> _chunks;
    private readonly ReadOnlySpan<byte> _deltas;

    private TransportFeedback(Feedback feedback, ReadOnlySpan<byte> body, int chunksEnd)
    {
        Feedback = feedback;
        First = new SequenceNumber(BinaryPrimitives.ReadUInt16BigEndian(body));
        StatusCount = BinaryPrimitives.ReadUInt16BigEndian(body[2..]);
        ReferenceTime = (BinaryPrimitives.ReadUInt32BigEndian(body[4..]) >> 8) * ReferenceStep;
        FeedbackCount = body[7];
        _chunks = body[FixedLength..chunksEnd];
        _deltas = body[chunksEnd..];
    }

    /// <summary>The receiver's clock starts over after this long: 2^24 steps of 64 ms, some twelve days.</summary>
    public static TimeSpan ClockPeriod => ReferenceStep * (1 << 24);

    public Feedback Feedback { get; }

    /// <summary>The first packet reported on.</summary>
    public SequenceNumber First { get; }

    /// <summary>How many packets in a row are reported on, received or not; at least 1.</summary>
    public int StatusCount { get; }

    /// <summary>What the first delta counts from, by the receiver's clock modulo <see cref="ClockPeriod"/>.</summary>
    public TimeSpan ReferenceTime { get; }

    /// <summary>Counts the feedback messages, modulo 256.</summary>
    public byte FeedbackCount { get; }

    /// <summary>
    /// Enumerates the packets in the order of their sequence numbers, without allocating. Arrivals go on beyond
    /// <see cref="ClockPeriod"/> when the clock starts over within the message.
    /// </summary>
    public Arrivals GetEnumerator() => new(this);

    /// <summary>
    /// False when the packet is no such feedback, reports on nothing, has chunks or deltas past its end, or uses the
    /// reserved status.
    /// </summary>
    public static bool TryParse(RtcpPacket packet, out TransportFeedback feedback)
    {
        feedback = default;
        if (!Feedback.TryParse(packet, RtcpPacketType.TransportFeedback, Format, out Feedback header)) return false;
        ReadOnlySpan<byte> body = packet.Body[Feedback.BodyLength..];
        if (body.Length < FixedLength) return false;
        int left = BinaryPrimitives.ReadUInt16BigEndian(body[2..]);
        if (left == 0) return false;

        int end = FixedLength;
        int deltas = 0;
        while (left > 0)
        {
            if (body.Length < end + ChunkLength) return false;
            var chunk = new StatusChunk(BinaryPrimitives.ReadUInt16BigEndian(body[end..]));
            end += ChunkLength;
            int taken = Math.Min(left, chunk.Count);
            // A run of 0 packets would let a message go on for ever without reporting on anything.
            if (taken == 0 || !chunk.TryMeasure(taken, ref deltas)) return false;
            left -= taken;
        }

        if (body.Length < end + deltas) return false;
        feedback = new TransportFeedback(header, body, end);
        return true;
    }

    /// <summary>The packets of a <see cref="TransportFeedback"/>.</summary>
    public ref struct Arrivals
    {
        private ReadOnlySpan<byte> _chunks;
        private ReadOnlySpan<byte> _deltas;
        private SequenceNumber _next;
        private TimeSpan _time;
        private StatusChunk _chunk;
        private int _index;
        private int _left;

        internal Arrivals(TransportFeedback feedback)
        {
            _chunks = feedback._chunks;
            _deltas = feedback._deltas;
            _next = feedback.First;
            _time = feedback.ReferenceTime;
            _left = feedback.StatusCount;
        }

        public PacketArrival Current { get; private set; }

        public bool MoveNext()
        {
            if (_left == 0) return false;
            if (_index == _chunk.Count)
            {
                _chunk = new StatusChunk(BinaryPrimitives.ReadUInt16BigEndian(_chunks));
                _chunks = _chunks[ChunkLength..];
                _index = 0;
            }

            ArrivalStatus status = _chunk[_index++];
            SequenceNumber sequence = _next;
            _next = _next.Next;
            _left--;
            if (status == ArrivalStatus.NotReceived)
            {
                Current = new PacketArrival(sequence, false, TimeSpan.Zero);
                return true;
            }

            int delta = status == ArrivalStatus.SmallDelta ? _deltas[0] : BinaryPrimitives.ReadInt16BigEndian(_deltas);
            _deltas = _deltas[(int)status..];
            _time += delta * DeltaStep;
            Current = new PacketArrival(sequence, true, _time);
            return true;
        }
    }
}
