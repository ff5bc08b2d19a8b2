using Lookout.CameraServer.Analysis;
using Lookout.Native.Gst;
using Lookout.Vision;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class FrameSlotTests
{
    private static readonly VideoFormat Small = VideoFormat.I420(64, 48, 30);
    private int _filled;

    public FrameSlotTests() => Gst.Init();

    private static MediaBuffer Filled(byte value, int size)
    {
        MediaBuffer buffer = MediaBuffer.Allocate(size);
        using MappedBuffer map = buffer.MapWrite();
        map.Data.Fill(value);
        return buffer;
    }

    private static bool Offer(FrameSlot slot, int number)
    {
        using MediaBuffer buffer = Filled((byte)number, Small.I420Size);
        return slot.Offer(buffer, Small, number * 1000L, (ulong)number);
    }

    [Fact]
    public void The_newest_frame_wins_and_the_others_are_counted()
    {
        var slot = new FrameSlot(0, () => _filled++);
        for (int i = 1; i <= 5; i++) Assert.True(Offer(slot, i));
        Assert.True(slot.TryTake(out Picture picture));
        Assert.Equal((5UL, 5000L, (byte)5), (picture.Sequence, picture.CaptureNs, picture.AsYuv().Y[0]));
        Assert.False(slot.TryTake(out _));
        Assert.Equal((4, 5), (slot.Dropped, _filled));
    }

    [Fact]
    public void A_frame_being_read_is_not_overwritten()
    {
        var slot = new FrameSlot(0, () => { });
        Offer(slot, 1);
        slot.TryTake(out Picture picture);
        for (int i = 2; i <= 9; i++) Offer(slot, i);
        Assert.Equal((byte)1, picture.AsYuv().Y[0]);
    }

    [Fact]
    public void Frames_too_soon_after_the_last_one_analysed_are_not_copied()
    {
        var slot = new FrameSlot(10_000, () => _filled++);
        Offer(slot, 1);
        slot.TryTake(out _);
        Assert.False(Offer(slot, 9));
        Assert.True(Offer(slot, 10));   // a tenth early is on time
        Assert.Equal(2, _filled);
    }

    [Theory]
    [InlineData(PixelLayout.I420)]
    [InlineData(PixelLayout.Nv12)]
    public void Planes_are_cut_by_offset_and_stride(PixelLayout layout)
    {
        bool planar = layout == PixelLayout.I420;
        // 6x4 pixels in rows of 16 bytes, with a gap of 8 bytes before each plane.
        var format = new VideoFormat(layout, 6, 4, 30, new VideoPlane(8, 16), new VideoPlane(80, 16), planar ? new VideoPlane(120, 16) : default);
        using MediaBuffer buffer = MediaBuffer.Allocate(160);
        using (MappedBuffer map = buffer.MapWrite())
            for (int i = 0; i < 160; i++) map.Data[i] = (byte)i;
        var slot = new FrameSlot(0, () => { });
        slot.Offer(buffer, format, 1, 1);
        slot.TryTake(out Picture picture);
        YuvFrame frame = picture.AsYuv();
        Assert.Equal(planar ? YuvLayout.I420 : YuvLayout.Nv12, frame.Layout);
        Assert.Equal((8 + 3 * 16, 80 + 16), (frame.Y[3 * frame.StrideY], frame.U[frame.StrideU]));
        if (planar) Assert.Equal(120, frame.V[0]);
        else Assert.True(frame.V.IsEmpty);
    }

    [Fact]
    public void A_plane_outside_its_buffer_is_refused()
    {
        using MediaBuffer buffer = MediaBuffer.Allocate(100);
        var slot = new FrameSlot(0, () => { });
        slot.Offer(buffer, Small with { Plane2 = new VideoPlane(1_000_000, 32) }, 1, 1);
        slot.TryTake(out Picture picture);
        Assert.Throws<ArgumentException>(() => picture.AsYuv());
    }

    [Fact]
    public void Offering_and_taking_allocate_nothing()
    {
        var slot = new FrameSlot(0, () => _filled++);
        Cycle(slot, 10);
        Allocations.AssertNone(1, () => Cycle(slot, 100));
    }

    private static void Cycle(FrameSlot slot, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Offer(slot, i);
            Offer(slot, i);
            slot.TryTake(out _);
        }
    }
}
