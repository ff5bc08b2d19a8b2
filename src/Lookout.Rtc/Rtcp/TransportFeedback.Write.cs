using System.Buffers.Binary;

namespace Lookout.Rtc.Rtcp;

/// <summary>The receiver's side: for tests, benchmarks and the network simulator.</summary>
public readonly ref partial struct TransportFeedback
{
    private const int PaddingAlignment = RtcpPacket.WordLength;

    /// <summary>Longest message that <see cref="Write"/> makes of that many packets.</summary>
    public static int MaxLength(int packets) => Feedback.Length + FixedLength + packets * (ChunkLength + 2) + PaddingAlignment;

    /// <summary>
    /// Writes a message and returns its length, which is filled up to whole words by zeros behind the last delta.
    /// </summary>
    /// <param name="destination">At least <see cref="MaxLength"/>.</param>
    /// <param name="feedback">Who says it, of which stream.</param>
    /// <param name="count">Counts the messages, modulo 256.</param>
    /// <param name="packets">
    /// 1 to 65535 packets with consecutive sequence numbers. Arrivals are not negative and each is at most 8 s from the one
    /// before; they are rounded to 250 us and reduced modulo <see cref="ClockPeriod"/>.
    /// </param>
    public static int Write(Span<byte> destination, Feedback feedback, byte count, ReadOnlySpan<PacketArrival> packets)
    {
        ArgumentOutOfRangeException.ThrowIfZero(packets.Length, nameof(packets));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(packets.Length, ushort.MaxValue, nameof(packets));
        long reference = 0;
        foreach (PacketArrival packet in packets)
        {
            if (!packet.Received) continue;
            reference = packet.Arrival.Ticks / ReferenceStep.Ticks;
            break;
        }

        feedback.Write(destination);
        Span<byte> body = destination[Feedback.Length..];
        BinaryPrimitives.WriteUInt16BigEndian(body, packets[0].Sequence.Value);
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], (ushort)packets.Length);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], (uint)reference << 8 | count);
        int end = FixedLength;
        end += WriteChunks(body[end..], reference, packets);
        end += WriteDeltas(body[end..], reference, packets);
        while ((Feedback.Length + end) % RtcpPacket.WordLength != 0) body[end++] = 0;
        return RtcpPacket.WriteHeader(destination, RtcpPacketType.TransportFeedback, Format, Feedback.Length + end);
    }

    private static int WriteChunks(Span<byte> destination, long reference, ReadOnlySpan<PacketArrival> packets)
    {
        // The longest look ahead a chunk needs: a run longer than that is found by going on from there.
        Span<ArrivalStatus> ahead = stackalloc ArrivalStatus[StatusChunk.OneBitCount];
        int end = 0;
        var statuses = new StatusReader(reference, packets);
        int filled = 0;
        while (true)
        {
            while (filled < ahead.Length && statuses.TryRead(out ArrivalStatus status)) ahead[filled++] = status;
            if (filled == 0) return end;

            int same = 1;
            while (same < filled && ahead[same] == ahead[0]) same++;
            StatusChunk chunk;
            int taken;
            if (same == filled || same >= StatusChunk.TwoBitCount && ahead[..filled].Contains(ArrivalStatus.LargeDelta))
            {
                ArrivalStatus status = ahead[0];
                int run = same;
                if (same == filled) while (run < StatusChunk.MaxRun && statuses.TryReadIf(status)) run++;
                chunk = StatusChunk.Run(status, run);
                taken = same;
            }
            else if (ahead[..filled].Contains(ArrivalStatus.LargeDelta))
            {
                taken = Math.Min(filled, StatusChunk.TwoBitCount);
                chunk = StatusChunk.TwoBits(ahead[..taken]);
            }
            else
            {
                taken = filled;
                chunk = StatusChunk.OneBit(ahead[..taken]);
            }

            BinaryPrimitives.WriteUInt16BigEndian(destination[end..], chunk.Value);
            end += ChunkLength;
            ahead[taken..filled].CopyTo(ahead);
            filled -= taken;
        }
    }

    private static int WriteDeltas(Span<byte> destination, long reference, ReadOnlySpan<PacketArrival> packets)
    {
        int end = 0;
        var statuses = new StatusReader(reference, packets);
        while (statuses.TryRead(out ArrivalStatus status))
        {
            if (status == ArrivalStatus.SmallDelta) destination[end] = (byte)statuses.Delta;
            if (status == ArrivalStatus.LargeDelta) BinaryPrimitives.WriteInt16BigEndian(destination[end..], (short)statuses.Delta);
            end += (int)status;
        }

        return end;
    }

    /// <summary>Walks over packets and says how each is told.</summary>
    private ref struct StatusReader(long reference, ReadOnlySpan<PacketArrival> packets)
    {
        private readonly ReadOnlySpan<PacketArrival> _packets = packets;
        private long _steps = reference * (ReferenceStep.Ticks / DeltaStep.Ticks);
        private int _index;

        /// <summary>Of the packet read last, in steps of 250 us.</summary>
        public long Delta { get; private set; }

        public bool TryRead(out ArrivalStatus status)
        {
            status = ArrivalStatus.NotReceived;
            if (_index == _packets.Length) return false;
            PacketArrival packet = _packets[_index++];
            if (!packet.Received) return true;
            long steps = (packet.Arrival.Ticks + DeltaStep.Ticks / 2) / DeltaStep.Ticks;
            Delta = steps - _steps;
            ArgumentOutOfRangeException.ThrowIfNotEqual(Delta, (short)Delta);
            _steps = steps;
            status = Delta is >= 0 and <= byte.MaxValue ? ArrivalStatus.SmallDelta : ArrivalStatus.LargeDelta;
            return true;
        }

        /// <summary>Reads a packet when it has this status, else stays where it is.</summary>
        public bool TryReadIf(ArrivalStatus wanted)
        {
            StatusReader before = this;
            if (TryRead(out ArrivalStatus status) && status == wanted) return true;
            this = before;
            return false;
        }
    }
}
