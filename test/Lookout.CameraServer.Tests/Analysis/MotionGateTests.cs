using Lookout.CameraServer.Analysis;
using Lookout.Vision;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class MotionGateTests
{
    private const int Width = 1280;
    private const int Height = 720;
    private const int Fps = 16;
    private const long FrameNs = 1_000_000_000 / Fps;
    private const int Hold = 2 * Fps + 1;

    private readonly MotionGate _gate = new();
    private readonly byte[] _scene = new byte[Width * Height];
    private readonly byte[] _luma = new byte[Width * Height];
    private readonly byte[] _chroma = new byte[Width * Height / 4];
    private readonly Random _random = new(20261125);
    private long _now;

    public MotionGateTests()
    {
        // Something to see: slopes, and edges between them.
        for (int i = 0; i < _scene.Length; i++) _scene[i] = (byte)(40 + (i % Width / 160 * 23 + i / Width / 90 * 31) % 120 + i % Width % 40);
        _scene.CopyTo(_luma, 0);
    }

    [Fact]
    public void First_frame_moves_and_the_same_one_for_ever_does_not()
    {
        bool[] moves = [.. Enumerable.Range(0, 200).Select(_ => Next())];
        Assert.True(moves[0]);
        Assert.DoesNotContain(true, moves[Hold..]);
    }

    [Fact]
    public void Grain_is_no_motion()
    {
        Assert.DoesNotContain(true, Run(300, _ =>
        {
            for (int i = 0; i < _luma.Length; i++) _luma[i] = (byte)(_scene[i] + _random.Next(-8, 9));
        })[Hold..]);
    }

    [Theory]
    [InlineData(1)] // a cloud
    [InlineData(25)] // the camera turns its exposure at once
    public void Light_that_changes_everywhere_is_no_motion(int step)
    {
        Run(Hold + 20);
        Assert.DoesNotContain(true, Run(60, frame =>
        {
            int more = Math.Min(25, (frame + 1) * step);
            for (int i = 0; i < _luma.Length; i++) _luma[i] = (byte)(_scene[i] + more);
        }));
    }

    [Fact]
    public void Somebody_small_is_motion_on_their_first_frame_in_the_grain_too()
    {
        Run(Hold + 60, _ =>
        {
            for (int i = 0; i < _luma.Length; i++) _luma[i] = (byte)(_scene[i] + _random.Next(-8, 9));
        });
        Assert.False(Next());
        Person(640, 300);
        Assert.True(Next());
    }

    [Fact]
    public void Motion_lasts_two_seconds_longer_and_goes_on_while_somebody_walks()
    {
        Run(Hold + 20);
        bool[] walking = Run(80, frame => Person(200 + 4 * frame, 300));
        Assert.DoesNotContain(false, walking);
        bool[] gone = Run(80, _ => _scene.CopyTo(_luma, 0));
        Assert.DoesNotContain(false, gone[..(2 * Fps)]);
        Assert.DoesNotContain(true, gone[60..]);
    }

    /// <summary>Cameras write the time into their pictures: the last digit changes each second, for ever.</summary>
    [Fact]
    public void Clock_in_the_picture_becomes_noise_and_somebody_beside_it_does_not()
    {
        bool[] ticking = Run(60 * Fps, frame =>
        {
            byte luma = (byte)(frame / Fps % 2 == 0 ? 20 : 120);
            for (int y = 20; y < 60; y++) _luma.AsSpan(y * Width + 1200, 24).Fill(luma);
        });
        Assert.DoesNotContain(true, ticking[(30 * Fps)..]);
        Person(640, 300);
        Assert.True(Next());
    }

    [Fact]
    public void Other_size_begins_anew()
    {
        Run(Hold + 20);
        Assert.True(_gate.Moves(new YuvFrame(YuvLayout.I420, 640, 360, _luma, 640, _chroma, 320, _chroma, 320), _now));
    }

    [Fact]
    public void Picture_smaller_than_the_grid_always_moves()
    {
        for (int i = 0; i < 100; i++) Assert.True(_gate.Moves(new YuvFrame(YuvLayout.I420, 60, 60, _luma, 60, _chroma, 30, _chroma, 30), _now += FrameNs));
    }

    [Fact]
    public void Street_is_never_still_while_people_walk()
    {
        using var frames = new ClipFrames(Cache.Clip("demo-street.mp4"), 8);
        int count = 0;
        for (; frames.Next() is { } frame; count++) Assert.True(_gate.Moves(frame.AsYuv(), frame.CaptureNs), $"frame {frame.Sequence}");
        Assert.True(count > 200, $"{count} frames");
    }

    [Fact]
    public void Street_that_is_frozen_is_still_and_moves_again_at_once()
    {
        using var frames = new ClipFrames(Cache.Clip("demo-street.mp4"), 8);
        frames.Next();
        for (int i = 0; i < 17; i++) _gate.Moves(frames.Again().AsYuv(), (long)i * 125_000_000);
        for (int i = 17; i < 60; i++) Assert.False(_gate.Moves(frames.Again().AsYuv(), (long)i * 125_000_000));
        Assert.True(_gate.Moves(frames.Next()!.AsYuv(), (long)60 * 125_000_000));
    }

    [Fact]
    public void Looking_allocates_nothing()
    {
        Run(5);
        Allocations.AssertNone(20, () => Next());
    }

    private bool Next() => _gate.Moves(new YuvFrame(YuvLayout.I420, Width, Height, _luma, Width, _chroma, Width / 2, _chroma, Width / 2), _now += FrameNs);

    private bool[] Run(int frames, Action<int>? draw = null)
    {
        var moves = new bool[frames];
        for (int i = 0; i < frames; i++)
        {
            draw?.Invoke(i);
            moves[i] = Next();
        }
        return moves;
    }

    // 24 x 60 pixels, 25 steps darker than what is behind.
    private void Person(int left, int top)
    {
        _scene.CopyTo(_luma, 0);
        for (int y = top; y < top + 60; y++)
        {
            for (int x = left; x < left + 24; x++) _luma[y * Width + x] = (byte)(_scene[y * Width + x] - 25);
        }
    }
}
