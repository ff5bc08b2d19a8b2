using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class RenditionSwitchTests : IDisposable
{
    private const int FullSize = 3000;
    private const int HalfSize = 700;
    private const int QuarterSize = 200;
    private static readonly int[] Sizes = [FullSize, HalfSize, QuarterSize];

    private readonly ServerFixture _fixture = new();
    private readonly MediaStream[] _streams;

    // One encoder each, with its own key frame due.
    private readonly bool[] _keyDue = new bool[3];
    private int _answered;

    public RenditionSwitchTests()
    {
        _streams =
        [
            _fixture.Front,
            _fixture.Server.AddStream(ServerFixture.Encoded, 0, passthrough: false, 1, 600_000),
            _fixture.Server.AddStream(ServerFixture.Encoded, 0, passthrough: false, 2, 200_000),
        ];
        _fixture.Server.AddStream(ServerFixture.Encoded, 0, passthrough: false, 0, 2_000_000);
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Renditions_of_a_camera_share_one_timeline()
    {
        Assert.Equal(_streams[0].RtpTime(123_456_789), _streams[1].RtpTime(123_456_789));
        Assert.Equal(_streams[0].RtpTime(123_456_789), _streams[2].RtpTime(123_456_789));
        Assert.Same(_streams[1], _fixture.Server.AddStream(ServerFixture.Encoded, 0, passthrough: false, 1, 500_000));
        Assert.Equal(500_000, _streams[1].BitsPerSecond);
    }

    [Fact]
    public void Viewer_that_wishes_one_rendition_begins_with_it_and_wakes_no_other()
    {
        using LoopbackViewer viewer = _fixture.Watch(ServerFixture.Encoded, new LoopbackViewer(_fixture.Port) { Wish = RenditionWish.Quarter });
        PlayUntil(viewer, () => viewer.Packets.Count(p => p.Header.Marker) >= 5);

        Assert.All(viewer.Packets, p => Assert.True(p.Payload.Length <= QuarterSize + 10));
        Assert.DoesNotContain("want front", _fixture.Requests.Calls);
        Assert.Equal((0, 1), (_streams[0].Viewers, _streams[2].Viewers));
    }

    [Fact]
    public void Viewer_follows_its_estimate_down_at_a_key_frame_without_a_break()
    {
        using LoopbackViewer viewer = _fixture.Watch(ServerFixture.Encoded, new LoopbackViewer(_fixture.Port) { OffersRemb = true });
        PlayUntil(viewer, () => viewer.Packets.Count(p => p.Header.Marker) >= 10);
        Assert.Equal(FullSize, SizeOfNewest(viewer));

        PlayUntil(viewer, () => SizeOfNewest(viewer) == QuarterSize, () => viewer.EstimateBitrate(280_000));

        AssertUnbroken(viewer);
        PlayUntil(viewer, () => _fixture.Requests.Calls.Contains("rest front"));
        AssertUnbroken(viewer);
        Assert.Equal((0, 1), (_streams[0].Viewers, _streams[2].Viewers));
        Assert.Equal(0, _fixture.Server.Counters.Faults);
    }

    [Fact]
    public void Rendition_that_cannot_be_had_any_more_is_left_for_the_full_one_and_taken_again_when_it_can()
    {
        using LoopbackViewer viewer = _fixture.Watch(ServerFixture.Encoded, new LoopbackViewer(_fixture.Port) { Wish = RenditionWish.Half });
        PlayUntil(viewer, () => viewer.Packets.Count > 0 && SizeOfNewest(viewer) == HalfSize);

        _streams[1].BitsPerSecond = 0;
        PlayUntil(viewer, () => SizeOfNewest(viewer) == FullSize);
        _streams[1].BitsPerSecond = 600_000;
        PlayUntil(viewer, () => SizeOfNewest(viewer) == HalfSize);

        AssertUnbroken(viewer);
        ServerFixture.WaitUntil(() => _fixture.Server.Counters.RenditionChanges == 2);
    }

    [Fact]
    public void Rendition_whose_key_frame_does_not_come_is_not_waited_for()
    {
        using LoopbackViewer viewer = _fixture.Watch(ServerFixture.Encoded, new LoopbackViewer(_fixture.Port) { Wish = RenditionWish.Half });
        PlayUntil(viewer, () => viewer.Packets.Count > 0 && SizeOfNewest(viewer) == HalfSize);
        _streams[1].BitsPerSecond = 0;
        PlayUntil(viewer, () => SizeOfNewest(viewer) == FullSize);

        // It says that it could, but nothing comes.
        _streams[1].BitsPerSecond = 600_000;
        int before = viewer.Packets.Count;
        PlayUntil(viewer, () => _fixture.Requests.Calls.Count(c => c == "rest front/1") == 2, silent: 1);

        Assert.All(viewer.Packets[before..].Where(p => p.Header.Marker && p.Payload[0] != 24), p => Assert.True(IsOf(p.Payload, FullSize)));
        AssertUnbroken(viewer);
    }

    // Thirty frames a second of each wanted rendition, the smaller ones later than the full one, until the condition holds.
    private void PlayUntil(LoopbackViewer viewer, Func<bool> done, Action? each = null, int silent = -1)
    {
        for (int frame = 0; !done(); frame++)
        {
            Assert.True(frame < 700, "it did not happen in time");
            TakeRequests();
            Publish(0, _fixture.Publish);
            for (int rendition = 1; rendition < 3; rendition++)
                if (rendition != silent) Publish(rendition, _fixture.PublishSame);
            each?.Invoke();
            viewer.ReceiveFor(TimeSpan.FromMilliseconds(20));
            viewer.ReceiveAvailable();
        }
    }

    private void Publish(int rendition, Func<MediaStream, bool, int, uint> publish)
    {
        publish(_streams[rendition], _keyDue[rendition], Sizes[rendition]);
        _keyDue[rendition] = false;
    }

    private void TakeRequests()
    {
        IReadOnlyList<string> calls = _fixture.Requests.Calls;
        for (; _answered < calls.Count; _answered++)
        {
            if (!calls[_answered].StartsWith("key front", StringComparison.Ordinal)) continue;
            _keyDue[calls[_answered] == "key front" ? 0 : calls[_answered][^1] - '0'] = true;
        }
    }

    // The last packets of a frame tell its rendition: fragments of the full one, else a slice as long as it is.
    private static int SizeOfNewest(LoopbackViewer viewer) =>
        Sizes.First(size => IsOf(viewer.Packets.Last(p => p.Header.Marker).Payload, size));

    private static bool IsOf(byte[] payload, int size) => size switch
    {
        FullSize => (payload[0] & 0x1F) == 28,
        _ => payload.Length > size && payload.Length < size + 10,
    };

    // Each number once, time never backwards nor standing still between frames, each rendition from its parameter sets on.
    private static void AssertUnbroken(LoopbackViewer viewer)
    {
        int last = 0;
        for (int i = 1; i < viewer.Packets.Count; i++)
        {
            (Lookout.Rtc.Rtp.RtpHeader before, byte[] _) = viewer.Packets[i - 1];
            (Lookout.Rtc.Rtp.RtpHeader header, byte[] payload) = viewer.Packets[i];
            Assert.Equal(1, header.SequenceNumber.StepsAfter(before.SequenceNumber));
            int step = (int)(header.Timestamp - before.Timestamp);
            if (before.Marker) Assert.InRange(step, 1, 4 * 3000);
            else Assert.Equal(0, step);
            if (!header.Marker) continue;
            int size = Sizes.First(s => IsOf(payload, s));
            bool beginsWithKey = viewer.Packets.Take(i).Reverse().TakeWhile(p => p.Header.Timestamp == header.Timestamp).Any(p => p.Payload[0] == 0x78);
            if (last != 0 && size != last) Assert.True(beginsWithKey || (viewer.Packets[i - 1].Payload[0] & 0x1F) == 24, "a rendition began without its key frame");
            last = size;
        }
    }
}
