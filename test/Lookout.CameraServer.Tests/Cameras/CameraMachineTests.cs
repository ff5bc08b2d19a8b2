using Lookout.CameraServer.Cameras;
using Lookout.Link;

namespace Lookout.CameraServer.Tests.Cameras;

public sealed class CameraMachineTests
{
    private const long Second = 1_000_000_000;
    private readonly CameraMachine _machine = new(TimeSpan.FromSeconds(3));
    private long _now = 100 * Second;

    private void OpenNow()
    {
        Assert.Equal(CameraAction.Open, _machine.Tick(_now));
        _machine.Opened(_now);
    }

    /// <summary>Ticks every 100 ms until there is something to do; returns how long that took, in seconds.</summary>
    private double TimeTo(CameraAction action)
    {
        long start = _now;
        while (_machine.Tick(_now) is var next && next != action)
        {
            Assert.Equal(CameraAction.None, next);
            _now += Second / 10;
            Assert.True(_now - start < 100 * Second);
        }
        return (_now - start) / (double)Second;
    }

    [Fact]
    public void It_starts_offline_and_opens_at_once()
    {
        Assert.Equal((CameraStatus.Offline, "opening"), (_machine.Status, _machine.Reason));
        OpenNow();
        Assert.Equal(CameraStatus.Offline, _machine.Status);
        _machine.Frame(_now);
        Assert.Equal((CameraStatus.Online, ""), (_machine.Status, _machine.Reason));
        Assert.Equal(0, _machine.Restarts);
    }

    [Fact]
    public void Two_seconds_of_silence_are_no_signal_and_three_are_a_reopening()
    {
        OpenNow();
        _machine.Frame(_now);
        _now += 2 * Second - 1;
        Assert.Equal(CameraAction.None, _machine.Tick(_now));
        Assert.Equal(CameraStatus.Online, _machine.Status);
        _now += 1;
        Assert.Equal(CameraAction.None, _machine.Tick(_now));
        Assert.Equal(CameraStatus.NoSignal, _machine.Status);
        _now += Second;
        Assert.Equal(CameraAction.Close, _machine.Tick(_now));
        Assert.Equal(CameraStatus.NoSignal, _machine.Status);
        TimeTo(CameraAction.Open);
        _machine.Opened(_now);
        Assert.Equal(1, _machine.Restarts);
        _machine.Frame(_now);
        Assert.Equal(CameraStatus.Online, _machine.Status);
    }

    [Fact]
    public void A_source_that_opens_and_never_delivers_is_no_signal()
    {
        OpenNow();
        _now += 2 * Second;
        _machine.Tick(_now);
        Assert.Equal(CameraStatus.NoSignal, _machine.Status);
    }

    [Fact]
    public void Opening_is_tried_for_ever_with_a_back_off_from_1_to_30_s()
    {
        double[] expected = [1, 2, 4, 8, 16, 30, 30, 30];
        Assert.Equal(CameraAction.Open, _machine.Tick(_now));
        foreach (double seconds in expected)
        {
            _machine.Lost(_now, "connection refused", absent: false);
            Assert.Equal(seconds, TimeTo(CameraAction.Open), 1);
            Assert.Equal((CameraStatus.Offline, "connection refused"), (_machine.Status, _machine.Reason));
        }
    }

    [Fact]
    public void What_is_absent_is_looked_for_every_second_and_then_retried_at_once()
    {
        for (int i = 0; i < 3; i++) _machine.Lost(_now, "busy", absent: false);
        for (int i = 0; i < 10; i++)
        {
            _machine.Lost(_now, "no such device", absent: true);
            Assert.Equal(1, TimeTo(CameraAction.Open), 1);
        }
        _machine.Lost(_now, "busy", absent: false);
        Assert.Equal(1, TimeTo(CameraAction.Open), 1);
        Assert.Equal(0, _machine.Restarts);
    }

    [Fact]
    public void Ten_seconds_of_frames_forgive_and_one_frame_does_not()
    {
        for (int i = 0; i < 4; i++) _machine.Lost(_now, "x", absent: false);
        TimeTo(CameraAction.Open);
        _machine.Opened(_now);
        _machine.Frame(_now);
        _machine.Lost(_now, "x", absent: false);
        Assert.Equal(16, TimeTo(CameraAction.Open), 1);

        _machine.Opened(_now);
        for (int i = 0; i <= 100; i++, _now += Second / 10) _machine.Frame(_now);
        _machine.Lost(_now, "x", absent: false);
        Assert.Equal(1, TimeTo(CameraAction.Open), 1);
    }

    [Fact]
    public void Opening_in_another_way_is_no_restart_and_waits_for_nothing()
    {
        OpenNow();
        _machine.Reopen(_now);
        OpenNow();
        Assert.Equal(0, _machine.Restarts);
    }

    [Fact]
    public void Any_order_of_events_keeps_the_reason_empty_exactly_when_online()
    {
        var random = new Random(7);
        bool open = false;
        for (int i = 0; i < 20_000; i++)
        {
            _now += random.NextInt64(Second);
            switch (_machine.Tick(_now))
            {
                case CameraAction.Open when random.Next(2) == 0:
                    _machine.Opened(_now);
                    open = true;
                    break;
                case CameraAction.Open:
                    _machine.Lost(_now, "refused", random.Next(2) == 0);
                    open = false;
                    break;
                case CameraAction.Close:
                    open = false;
                    break;
                case CameraAction.None when open:
                    if (random.Next(10) == 0)
                    {
                        _machine.Lost(_now, "broke", absent: false);
                        open = false;
                    }
                    else
                    {
                        _machine.Frame(_now);
                    }
                    break;
            }
            Assert.Equal(_machine.Status == CameraStatus.Online, _machine.Reason.Length == 0);
            Assert.True(open || _machine.Status != CameraStatus.Online);
        }
    }
}
