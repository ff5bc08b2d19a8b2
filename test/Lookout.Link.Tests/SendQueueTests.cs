namespace Lookout.Link.Tests;

public class SendQueueTests
{
    private readonly MessagePool _pool = new();
    private readonly SendQueue _queue = new(cameras: 2);
    private readonly int _stream = SendQueue.StreamOf(1, 0);

    [Fact]
    public void Stream_nobody_wants_is_not_queued()
    {
        Add(key: true);
        AssertEmpty();
    }

    [Fact]
    public void Stream_starts_with_a_key_frame()
    {
        _queue.SetWanted(_stream, true);
        Add(key: false, length: 1);
        Add(key: true, length: 2);
        Assert.Equal(2, Take());
        AssertEmpty();
    }

    [Fact]
    public void Full_queue_loses_up_to_the_next_key_frame_that_finds_room()
    {
        _queue.SetWanted(_stream, true);
        for (int i = 0; i < SendQueue.MaxMessages; i++) Assert.True(Add(key: i == 0, length: i + 1));
        Assert.False(Add(key: false));
        Assert.False(Add(key: true)); // no room even for a key frame
        Assert.False(_queue.TryTakeStarved(out _)); // asking for one now would be in vain
        for (int i = 0; i < SendQueue.MaxMessages; i++) Assert.Equal(i + 1, Take());

        Assert.True(_queue.TryTakeStarved(out int stream));
        Assert.Equal(_stream, stream);
        Assert.False(_queue.TryTakeStarved(out _)); // once a break
        Assert.False(Add(key: false));
        Assert.True(Add(key: true, length: 77));
        Assert.Equal(77, Take());
    }

    [Fact]
    public void Bytes_are_bounded_as_well()
    {
        _queue.SetWanted(_stream, true);
        int queued = 0;
        while (Add(key: true, length: 1 << 20)) queued++;
        Assert.Equal(SendQueue.MaxBytes >> 20, queued);
    }

    [Fact]
    public void Newest_state_and_analysis_win()
    {
        for (int i = 1; i <= 10; i++)
        {
            Set(_queue.SetState, i);
            Set(_queue.SetAnalysis, 100 + i);
        }

        Assert.Equal(10, Take());
        Assert.Equal(110, Take());
        AssertEmpty();
    }

    [Fact]
    public void Likenesses_queue_behind_the_video_and_the_oldest_is_dropped()
    {
        for (int i = 1; i <= SendQueue.MaxLikenesses; i++) Assert.Equal(0, AddLikenesses(i));
        Assert.Equal(1, AddLikenesses(1000));
        _queue.SetWanted(_stream, true);
        Add(key: true, length: 2000);
        Assert.Equal(2000, Take());
        for (int i = 2; i <= SendQueue.MaxLikenesses; i++) Assert.Equal(i, Take());
        Assert.Equal(1000, Take());
        AssertEmpty();
    }

    [Fact]
    public void Bytes_of_likenesses_are_bounded_as_well()
    {
        int dropped = 0;
        for (int i = 0; i < 10; i++) dropped += AddLikenesses(SendQueue.MaxLikenessBytes / 4);
        Assert.Equal(6, dropped);
        Assert.Equal(4, AddLikenesses(SendQueue.MaxLikenessBytes));
        Assert.Equal(SendQueue.MaxLikenessBytes, Take());
        AssertEmpty();
    }

    [Fact]
    public void Answers_are_bounded_and_go_before_the_video()
    {
        _queue.SetWanted(_stream, true);
        Add(key: true, length: 5);
        for (int i = 0; i < SendQueue.MaxReplies; i++) Assert.True(AddReply(100 + i));
        Assert.False(AddReply(999));
        for (int i = 0; i < SendQueue.MaxReplies; i++) Assert.Equal(100 + i, Take());
        Assert.Equal(5, Take());
        AssertEmpty();
    }

    [Fact]
    public void Close_releases_what_is_queued()
    {
        _queue.SetWanted(_stream, true);
        OutboundMessage message = _pool.Rent(100);
        _queue.Add(_stream, true, message);
        _queue.SetState(0, message);
        _queue.AddLikenesses(message);
        _queue.TryAddReply(message);
        message.Release();
        _queue.Close();
        Assert.Null(_queue.Take());
        Assert.Same(message, _pool.Rent(100));
    }

    [Fact]
    public void Queueing_an_access_unit_allocates_nothing()
    {
        _queue.SetWanted(_stream, true);
        // Long enough for the JIT to have replaced the first, unoptimised code.
        for (int i = 0; i < 200; i++) Cycle();
        Allocations.AssertNone(1000, Cycle);

        void Cycle()
        {
            Add(key: true, length: 50_000);
            Add(key: false, length: 5_000);
            Take();
            Take();
        }
    }

    private bool Add(bool key, int length = 10)
    {
        OutboundMessage message = _pool.Rent(length);
        bool added = _queue.Add(_stream, key, message);
        message.Release();
        return added;
    }

    private int AddLikenesses(int length)
    {
        OutboundMessage message = _pool.Rent(length);
        int dropped = _queue.AddLikenesses(message);
        message.Release();
        return dropped;
    }

    private bool AddReply(int length)
    {
        OutboundMessage message = _pool.Rent(length);
        bool added = _queue.TryAddReply(message);
        message.Release();
        return added;
    }

    private void Set(Action<int, OutboundMessage> set, int length)
    {
        OutboundMessage message = _pool.Rent(length);
        set(0, message);
        message.Release();
    }

    private int Take()
    {
        OutboundMessage message = _queue.Take()!;
        message.Release();
        return message.Length;
    }

    private void AssertEmpty()
    {
        Set(_queue.SetState, 999); // Take would block on an empty queue
        Assert.Equal(999, Take());
    }
}
