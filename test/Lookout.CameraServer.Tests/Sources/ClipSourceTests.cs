using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Tests.Sources;

public sealed class ClipSourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static List<(long CaptureNs, bool Key, byte[] Bytes)> Play(ClipSource source, int count)
    {
        var frames = new List<(long, bool, byte[])>();
        for (int pulls = 0; frames.Count < count && pulls < count * 10; pulls++)
        {
            PullResult result = source.Pull(Patience, out SourceFrame frame);
            Assert.NotEqual(PullResult.Failed, result);
            Assert.NotEqual(PullResult.NeedsDecoding, result);
            if (result != PullResult.Frame) continue;
            using SourceFrame _ = frame;
            using MappedBuffer map = frame.Buffer.MapRead();
            frames.Add((frame.CaptureNs, frame.Buffer.IsKey, map.Data.ToArray()));
        }
        return frames;
    }

    /// <summary>Pulls until something other than a frame's absence comes.</summary>
    private static PullResult PullEnd(ClipSource source)
    {
        for (int i = 0; i < 200; i++)
        {
            PullResult result = source.Pull(TimeSpan.FromMilliseconds(50), out SourceFrame frame);
            frame.Dispose();
            if (result is PullResult.Failed or PullResult.NeedsDecoding) return result;
        }
        return PullResult.Nothing;
    }

    [Fact]
    public void A_clip_runs_on_at_its_own_rate_over_its_end()
    {
        using ClipSource source = ClipSource.Open(new FileSource(Clips.Baseline), 0, decode: false, new SteppedPacer());
        var frames = Play(source, 35);   // three ends
        Assert.Equal(35, frames.Count);
        for (int i = 1; i < frames.Count; i++) Assert.InRange(frames[i].CaptureNs - frames[i - 1].CaptureNs, 99_999_000, 100_001_000);
        Assert.InRange(frames[30].CaptureNs - frames[0].CaptureNs, 2_999_900_000, 3_000_100_000);
        Assert.Equal(frames[3].Bytes, frames[33].Bytes);
    }

    [Fact]
    public void Access_units_pass_as_annex_b_with_parameter_sets_before_each_key_frame()
    {
        using ClipSource source = ClipSource.Open(new FileSource(Clips.Baseline), 0, decode: false, new SteppedPacer());
        var frames = Play(source, 20);
        Assert.True(source.IsCompressed);
        Assert.Equal((320, 240), (source.Format.Width, source.Format.Height));
        for (int i = 0; i < frames.Count; i++)
        {
            List<int> types = [.. H264.Units(frames[i].Bytes).Select(unit => unit.Type)];
            Assert.Equal(i % 5 == 0, frames[i].Key);
            Assert.Equal(frames[i].Key, types.Contains(H264.SliceIdr));
            if (!frames[i].Key) continue;
            Assert.InRange(types.IndexOf(H264.Sps), 0, types.IndexOf(H264.Pps));
            Assert.True(types.IndexOf(H264.Pps) < types.IndexOf(H264.SliceIdr));
        }
    }

    [Fact]
    public void After_a_long_pause_the_clip_goes_on_instead_of_catching_up()
    {
        var pacer = new SteppedPacer();
        using ClipSource source = ClipSource.Open(new FileSource(Clips.Baseline), 0, decode: false, pacer);
        Play(source, 2);
        pacer.NowNs += 20_000_000_000;
        long now = pacer.NowNs;
        Assert.All(Play(source, 3), frame => Assert.True(frame.CaptureNs >= now));
        Assert.True(pacer.NowNs >= now + 200_000_000);
    }

    [Fact]
    public void Reordered_pictures_ask_to_be_decoded_and_then_come_in_order()
    {
        using (ClipSource source = ClipSource.Open(new FileSource(Clips.Reordered), 0, decode: false, new SteppedPacer()))
            Assert.Equal(PullResult.NeedsDecoding, PullEnd(source));
        using ClipSource decoded = ClipSource.Open(new FileSource(Clips.Reordered), 0, decode: true, new SteppedPacer());
        var frames = Play(decoded, 25);
        Assert.False(decoded.IsCompressed);
        for (int i = 1; i < frames.Count; i++) Assert.InRange(frames[i].CaptureNs - frames[i - 1].CaptureNs, 99_999_000, 100_001_000);
    }

    [Fact]
    public void Video_that_is_not_h264_asks_to_be_decoded()
    {
        Assert.Equal(PullResult.NeedsDecoding, OpenAndPull(Clips.Jpeg, decode: false));
        using ClipSource decoded = ClipSource.Open(new FileSource(Clips.Jpeg), 0, decode: true, new SteppedPacer());
        Assert.Equal(12, Play(decoded, 12).Count);
    }

    [Theory]
    [InlineData(0, 320, 240)]
    [InlineData(90, 240, 320)]
    [InlineData(180, 320, 240)]
    [InlineData(270, 240, 320)]
    public void Turning_a_quarter_swaps_width_and_height(int rotate, int width, int height)
    {
        using ClipSource source = ClipSource.Open(new FileSource(Clips.Baseline), rotate, decode: true, new SteppedPacer());
        Play(source, 1);
        Assert.Equal((width, height), (source.Format.Width, source.Format.Height));
    }

    [Fact]
    public void A_missing_clip_is_absent_and_named()
    {
        var e = Assert.Throws<SourceException>(() => ClipSource.Open(new FileSource("/nowhere/clip.mp4", "Run tools/setup/media.sh."), 0, decode: false, new SteppedPacer()));
        Assert.True(e.IsAbsent);
        Assert.Equal("/nowhere/clip.mp4: no such file. Run tools/setup/media.sh.", e.Message);
    }

    [Fact]
    public void Noise_fails_with_the_name_of_the_file_both_ways()
    {
        string path = Clips.Noise;
        Assert.Equal(PullResult.NeedsDecoding, OpenAndPull(path, decode: false));
        Assert.Equal(PullResult.Failed, OpenAndPull(path, decode: true));
    }

    [Fact]
    public void A_damaged_clip_ends_in_some_result_and_not_in_a_crash()
    {
        string path = Clips.Damaged;
        OpenAndPull(path, decode: false);
        OpenAndPull(path, decode: true);
    }

    [Fact]
    public void Opening_and_closing_leaves_no_descriptor_behind()
    {
        string path = Clips.Baseline;
        Cycle(path);
        Cycle(path);
        int before = Descriptors();
        for (int i = 0; i < 20; i++) Cycle(path);
        // Other tests of this process open files as well, but not twenty and for good.
        Assert.InRange(Descriptors() - before, -100, 10);
    }

    private static PullResult OpenAndPull(string path, bool decode)
    {
        try
        {
            using ClipSource source = ClipSource.Open(new FileSource(path), 0, decode, new SteppedPacer());
            PullResult result = PullEnd(source);
            if (result == PullResult.Failed) Assert.StartsWith(path, source.Failure, StringComparison.Ordinal);
            return result;
        }
        catch (NeedsDecodingException)
        {
            return PullResult.NeedsDecoding;
        }
        catch (SourceException e)
        {
            Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            return PullResult.Failed;
        }
    }

    private static void Cycle(string path)
    {
        using ClipSource source = ClipSource.Open(new FileSource(path), 0, decode: false, new SteppedPacer());
        Play(source, 3);
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
