using Lookout.CameraService.WebRtc;
using Lookout.Link;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class MediaStreamTests
{
    private readonly MediaStream _stream = new("front", 0, passthrough: false, rtpBase: 0xFFFF_FF00, wake: () => { });
    private ulong _sequence;

    [Fact]
    public void Rtp_time_is_ninety_kilohertz_from_the_base_and_wraps()
    {
        Assert.Equal(0xFFFF_FF00, _stream.RtpTime(0));
        Assert.Equal(unchecked(0xFFFF_FF00 + 90_000), _stream.RtpTime(1_000_000_000));
        // A year of uptime.
        Assert.Equal(unchecked(0xFFFF_FF00 + (uint)(365L * 86_400 * 90_000)), _stream.RtpTime(365L * 86_400 * 1_000_000_000));
    }

    [Fact]
    public void Stream_begins_with_a_key_frame()
    {
        Publish(key: false);
        Publish(key: true);
        Publish(key: false);

        Assert.Equal([true, false], Drain().Select(u => u.Key));
        Assert.Equal(1, _stream.Discarded);
    }

    [Fact]
    public void Overflow_drops_everything_up_to_the_next_key_frame()
    {
        Publish(key: true);
        for (int i = 0; i < MediaStream.MaxQueued + 4; i++) Publish(key: false);
        Assert.Equal(MediaStream.MaxQueued, Drain().Count);
        Assert.Equal(5, _stream.Discarded);

        Publish(key: false);
        Assert.Empty(Drain());
        Publish(key: true);
        Publish(key: false);

        Assert.Equal([true, false], Drain().Select(u => u.Key));
        Assert.Equal(6, _stream.Discarded);
    }

    [Fact]
    public void Frames_that_count_from_the_start_again_wait_for_their_key_frame()
    {
        Publish(key: true);
        Publish(key: false);
        _sequence = 0;
        Publish(key: false);
        Publish(key: true);

        Assert.Equal([true, false, true], Drain().Select(u => u.Key));
    }

    [Fact]
    public void Access_unit_of_another_codec_is_no_part_of_the_stream()
    {
        _stream.Publish(new AccessUnitHeader(0, 0, true, ++_sequence, 1, VideoCodec.H265), AccessUnits.H265Key());

        Assert.Empty(Drain());
        Assert.Equal(1, _stream.Discarded);
    }

    [Fact]
    public void Publishing_allocates_nothing()
    {
        byte[] unit = AccessUnits.Delta(4000);
        byte[] key = AccessUnits.Key(4000);
        _stream.Publish(new AccessUnitHeader(0, 0, true, ++_sequence, 1), key);
        PublishAndTake();

        Allocations.AssertNone(200, PublishAndTake);

        void PublishAndTake()
        {
            _stream.Publish(new AccessUnitHeader(0, 0, false, ++_sequence, 1), unit);
            while (_stream.TryTake(out QueuedAccessUnit taken)) taken.Return();
        }
    }

    private void Publish(bool key) =>
        _stream.Publish(new AccessUnitHeader(0, 0, key, ++_sequence, 1), key ? AccessUnits.Key() : AccessUnits.Delta());

    private List<QueuedAccessUnit> Drain()
    {
        var units = new List<QueuedAccessUnit>();
        while (_stream.TryTake(out QueuedAccessUnit unit))
        {
            units.Add(unit);
            unit.Return();
        }

        return units;
    }
}
