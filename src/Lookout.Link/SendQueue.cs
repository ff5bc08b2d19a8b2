namespace Lookout.Link;

/// <summary>
/// What waits to be sent on one connection. Access units queue up to <see cref="MaxMessages"/> and <see cref="MaxBytes"/>;
/// beyond that a stream loses everything up to its next key frame, counted, so that a decoder never sees a hole.
/// States, analyses and people are one slot a camera: the newest wins. Likenesses each count, so they queue, and the oldest is dropped.
/// Video goes before them.
/// </summary>
internal sealed class SendQueue
{
    public const int MaxMessages = 256;
    public const int MaxBytes = 16 << 20;
    public const int MaxLikenesses = 64;
    public const int MaxLikenessBytes = 8 << 20;

    // One real answer, and refusals of what was asked meanwhile.
    public const int MaxReplies = 8;

    private readonly object _gate = new();
    private readonly OutboundMessage[] _ring = new OutboundMessage[MaxMessages];
    private readonly StreamState[] _streams;
    private readonly bool[] _keyAsked;
    private readonly OutboundMessage?[] _states;
    private readonly OutboundMessage?[] _analyses;
    private readonly OutboundMessage?[] _people;
    private readonly Queue<OutboundMessage> _likenesses = new();
    private readonly Queue<OutboundMessage> _replies = new();
    private int _likenessBytes;
    private int _head;
    private int _count;
    private int _bytes;
    private int _slots;
    private bool _closed;

    public SendQueue(int cameras)
    {
        _streams = new StreamState[cameras * LinkProtocol.MaxRenditions];
        _keyAsked = new bool[_streams.Length];
        _states = new OutboundMessage?[cameras];
        _analyses = new OutboundMessage?[cameras];
        _people = new OutboundMessage?[cameras];
    }

    private enum StreamState : byte
    {
        /// <summary>The peer did not ask for it.</summary>
        Unwanted,

        /// <summary>Asked for; starts with the next key frame.</summary>
        Joining,

        Flowing,

        /// <summary>Overflowed; resumes with a key frame that finds room.</summary>
        Broken,
    }

    public static int StreamOf(int camera, byte rendition) => camera * LinkProtocol.MaxRenditions + rendition;

    public static (int Camera, byte Rendition) PartsOf(int stream) =>
        (stream / LinkProtocol.MaxRenditions, (byte)(stream % LinkProtocol.MaxRenditions));

    /// <summary>Returns false when the stream already was what is asked for.</summary>
    public bool SetWanted(int stream, bool on)
    {
        lock (_gate)
        {
            if (on == (_streams[stream] != StreamState.Unwanted)) return false;
            _streams[stream] = on ? StreamState.Joining : StreamState.Unwanted;
            _keyAsked[stream] = on; // the want itself brings a key frame
            return true;
        }
    }

    public bool IsWanted(int stream)
    {
        lock (_gate) return _streams[stream] != StreamState.Unwanted;
    }

    /// <summary>Takes a reference if the access unit is queued. Returns false only when one was lost to an overflow.</summary>
    public bool Add(int stream, bool key, OutboundMessage message)
    {
        lock (_gate)
        {
            StreamState state = _streams[stream];
            if (_closed || state == StreamState.Unwanted || (state == StreamState.Joining && !key)) return true;
            if ((state == StreamState.Broken && !key) || _count == MaxMessages || _bytes + message.Length > MaxBytes)
            {
                _streams[stream] = StreamState.Broken;
                if (key || state != StreamState.Broken) _keyAsked[stream] = false;
                return false;
            }

            _streams[stream] = StreamState.Flowing;
            message.Borrow();
            _ring[(_head + _count) % MaxMessages] = message;
            _count++;
            _bytes += message.Length;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    public void SetState(int camera, OutboundMessage message) => SetSlot(_states, camera, message);

    public void SetAnalysis(int camera, OutboundMessage message) => SetSlot(_analyses, camera, message);

    public void SetPeople(int camera, OutboundMessage message) => SetSlot(_people, camera, message);

    /// <summary>Takes a reference. Returns how many older ones had to go for it.</summary>
    public int AddLikenesses(OutboundMessage message)
    {
        lock (_gate)
        {
            if (_closed) return 0;
            int dropped = 0;
            for (; _likenesses.Count > 0 && (_likenesses.Count == MaxLikenesses || _likenessBytes + message.Length > MaxLikenessBytes); dropped++)
            {
                TakeLikenesses().Release();
            }

            message.Borrow();
            _likenesses.Enqueue(message);
            _likenessBytes += message.Length;
            Monitor.Pulse(_gate);
            return dropped;
        }
    }

    /// <summary>Takes a reference. False when the peer asks and asks and takes no answer.</summary>
    public bool TryAddReply(OutboundMessage message)
    {
        lock (_gate)
        {
            if (_closed) return true;
            if (_replies.Count == MaxReplies) return false;
            message.Borrow();
            _replies.Enqueue(message);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Blocks for the next message, whose reference passes to the caller. Null when closed.</summary>
    public OutboundMessage? Take()
    {
        lock (_gate)
        {
            while (!_closed && _count == 0 && _slots == 0 && _replies.Count == 0 && _likenesses.Count == 0) Monitor.Wait(_gate);
            if (_closed) return null;
            if (_slots > 0) return TakeSlot();
            if (_replies.TryDequeue(out OutboundMessage? reply)) return reply;
            if (_count == 0) return TakeLikenesses();
            OutboundMessage message = _ring[_head];
            _ring[_head] = null!;
            _head = (_head + 1) % MaxMessages;
            _count--;
            _bytes -= message.Length;
            return message;
        }
    }

    /// <summary>A broken stream that would now find room for a key frame; each break is told once.</summary>
    public bool TryTakeStarved(out int stream)
    {
        stream = -1;
        lock (_gate)
        {
            if (_closed || _count > MaxMessages / 2 || _bytes > MaxBytes / 2) return false;
            for (int i = 0; i < _streams.Length; i++)
            {
                if (_streams[i] != StreamState.Broken || _keyAsked[i]) continue;
                _keyAsked[i] = true;
                stream = i;
                return true;
            }

            return false;
        }
    }

    /// <summary>Releases what is queued and ends <see cref="Take"/>.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            for (; _count > 0; _count--, _head = (_head + 1) % MaxMessages) _ring[_head].Release();
            while (_slots > 0) TakeSlot().Release();
            while (_replies.TryDequeue(out OutboundMessage? reply)) reply.Release();
            while (_likenesses.Count > 0) TakeLikenesses().Release();
            Monitor.PulseAll(_gate);
        }
    }

    private void SetSlot(OutboundMessage?[] slots, int camera, OutboundMessage message)
    {
        lock (_gate)
        {
            if (_closed) return;
            message.Borrow();
            if (slots[camera] is { } older) older.Release();
            else _slots++;
            slots[camera] = message;
            Monitor.Pulse(_gate);
        }
    }

    private OutboundMessage TakeLikenesses()
    {
        OutboundMessage message = _likenesses.Dequeue();
        _likenessBytes -= message.Length;
        return message;
    }

    private OutboundMessage TakeSlot()
    {
        for (int i = 0; ; i++)
        {
            ref OutboundMessage? slot = ref _states[i];
            if (slot is null) slot = ref _analyses[i];
            if (slot is null) slot = ref _people[i];
            if (slot is not { } message) continue;
            slot = null;
            _slots--;
            return message;
        }
    }
}
