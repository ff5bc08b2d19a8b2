using Lookout.CameraServer.Analysis;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class NewestFrameTests
{
    private const long Second = 1_000_000_000;
    private static readonly VideoFormat Small = VideoFormat.I420(64, 48, 30);
    private readonly NewestFrame _frames;
    private long _now = 100 * Second;

    public NewestFrameTests()
    {
        Gst.Init();
        _frames = new NewestFrame(() => _now);
    }

    private void Offer(ulong sequence, long ageNs = 0)
    {
        using MediaBuffer buffer = MediaBuffer.Allocate(Small.I420Size);
        using (MappedBuffer map = buffer.MapWrite()) map.Data.Fill((byte)sequence);
        _frames.Offer(buffer, Small, _now - ageNs, sequence);
    }

    private SharedPicture? Borrow() => _frames.Borrow(TimeSpan.Zero);

    private ulong? Look()
    {
        SharedPicture? picture = Borrow();
        if (picture != null) _frames.Return(picture);
        return picture?.Pixels.Sequence;
    }

    [Fact]
    public void Nothing_is_copied_before_anybody_asks()
    {
        Assert.False(_frames.IsWanted);
        Offer(1);
        Assert.Null(Look());
        Assert.True(_frames.IsWanted);
        Offer(2);
        Assert.Equal(2UL, Look());
    }

    [Fact]
    public void Copying_rests_a_second_after_the_last_question_and_decoding_thirty()
    {
        Look();
        _now += Second - 1;
        Offer(1);
        Assert.Equal(1UL, Look());
        _now += Second;
        Offer(2);
        Assert.True(_frames.IsWanted);
        _now += 29 * Second;
        Assert.False(_frames.IsWanted);
    }

    [Fact]
    public void Who_asks_after_a_rest_gets_no_frame_from_before_it()
    {
        Look();
        Offer(1);
        _now += Second + Second / 2;   // younger than two seconds, yet not the newest
        Assert.Null(Look());
        Assert.Null(Look());
        Offer(2);
        Assert.Equal(2UL, Look());
    }

    [Fact]
    public void A_frame_older_than_two_seconds_is_none()
    {
        Look();
        Offer(1, ageNs: 2 * Second);
        Assert.Equal(1UL, Look());
        Offer(2, ageNs: 2 * Second + 1);
        Assert.Null(Look());
        for (int i = 0; i < 3; i++)
        {
            _now += Second / 2;   // somebody asks all the time, and the camera has stopped
            Assert.Null(Look());
        }
    }

    [Fact]
    public void A_borrowed_picture_is_not_overwritten_however_many_come()
    {
        Look();
        Offer(1);
        SharedPicture first = Borrow()!;
        Offer(2);
        SharedPicture second = Borrow()!;
        SharedPicture again = Borrow()!;
        for (ulong i = 3; i < 20; i++) Offer(i);
        Assert.Same(second, again);
        Assert.Equal((byte)1, first.Pixels.AsYuv().Y[0]);
        Assert.Equal((byte)2, second.Pixels.AsYuv().Y[0]);
        foreach (SharedPicture picture in (SharedPicture[])[first, second, again]) _frames.Return(picture);
        Assert.Equal(19UL, Look());
    }

    [Fact]
    public async Task A_waiting_reader_gets_the_next_frame()
    {
        Task<SharedPicture?> waiting = Task.Run(() => _frames.Borrow(TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => _frames.IsWanted, TimeSpan.FromSeconds(30)));
        Offer(7);
        Assert.Equal(7UL, (await waiting)!.Pixels.Sequence);
    }

    [Fact]
    public async Task Closing_ends_all_waiting()
    {
        Task<SharedPicture?> waiting = Task.Run(() => _frames.Borrow(TimeSpan.FromSeconds(60)), TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => _frames.IsWanted, TimeSpan.FromSeconds(30)));
        _frames.Close();
        Assert.Null(await waiting);
        Assert.Null(_frames.Borrow(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void A_frame_costs_no_allocation_wanted_or_not()
    {
        ulong sequence = 0;
        for (int i = 0; i < 10; i++) Cycle(sequence++);
        Allocations.AssertNone(100, () => Cycle(sequence++));
    }

    private void Cycle(ulong sequence)
    {
        Offer(sequence);
        Look();
        Offer(sequence);
        _now += 2 * Second;
        Offer(sequence);
    }
}
