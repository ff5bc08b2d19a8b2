using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.CameraServer.Encoding;
using Lookout.CameraServer.Sources;
using Lookout.CameraServer.Tests.Sources;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Vision;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests.Cameras;

/// <summary>The whole capture of one camera, on real GStreamer, up to what it hands to the link.</summary>
public sealed class CameraWorkerTests
{
    private sealed class NoFaces : IFrameAnalyser
    {
        public void Analyse(int camera, Picture picture, ICameraOutput output)
        {
            Assert.Equal(picture.Format.Width, picture.AsYuv().Width);
            output.Analysis(new Link.Analysis(camera, picture.Sequence, picture.CaptureNs, [], 0, 0));
        }

        public void Dispose()
        {
        }
    }

    private sealed class Rig : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly AnalysisLoop _analysis;
        private readonly CameraWorker _worker;

        public Rig(CameraSource source, int rotate = 0, bool faces = false, Func<IFrameAnalyser>? finder = null, NewestFrame? newest = null)
        {
            _analysis = new AnalysisLoop([faces ? 10 : 0], finder ?? (() => new NoFaces()), Output, NullLogger.Instance);
            _analysis.Start();
            _worker = new CameraWorker(
                0, new CameraSettings("cam", source, rotate, faces ? DetectSettings.All : DetectSettings.None), new SourceFactory(null), Requests,
                _analysis, Output, NullLogger.Instance, _stop.Token, newest);
            _worker.Start();
        }

        public RecordingOutput Output { get; } = new();

        public CameraRequests Requests { get; } = new();

        public void Dispose()
        {
            _stop.Cancel();
            Assert.True(_worker.Join(TimeSpan.FromSeconds(10)), "the capture thread does not end");
            _analysis.Dispose();
            _stop.Dispose();
        }
    }

    private static readonly TestSource Clock = new("clock", 320, 240, 30);

    [Fact]
    public void The_encoder_rests_until_someone_wants_and_then_starts_with_a_key_frame()
    {
        using var rig = new Rig(Clock);
        rig.Output.WaitFor("a second state", o => o.States.Any(s => s.Frames > 0));
        Assert.Empty(rig.Output.Units);
        rig.Requests.Want(0, on: true);
        rig.Output.WaitFor("access units", o => o.Units.Count >= 10);
        Assert.True(rig.Output.Units[0].Header.Key);
        Assert.Contains(H264.Units(rig.Output.Units[0].Bytes), unit => unit.Type == H264.Sps);
        Assert.All(rig.Output.Units[1..10], unit => Assert.False(unit.Header.Key));
    }

    [Fact]
    public void A_key_frame_asked_for_comes_within_a_few_frames()
    {
        using var rig = new Rig(Clock);
        rig.Requests.Want(0, on: true);
        rig.Output.WaitFor("access units", o => o.Units.Count >= 5);
        int before = rig.Output.Units.Count;
        rig.Requests.RequestKeyFrame(0);
        rig.Output.WaitFor("a key frame", o => o.Units.Count >= before + 5);
        Assert.Contains(rig.Output.Units[before..(before + 5)], unit => unit.Header.Key);
    }

    [Fact]
    public void Every_analysis_belongs_to_an_access_unit_of_the_same_number_and_time()
    {
        using var rig = new Rig(Clock, faces: true);
        rig.Requests.Want(0, on: true);
        rig.Output.WaitFor("analyses", o => o.Analyses.Count >= 5 && o.Units.Count > 0
            && o.Units[^1].Header.CaptureNs > o.Analyses[4].CaptureNs);
        var units = rig.Output.Units.Select(unit => (unit.Header.Sequence, unit.Header.CaptureNs)).ToHashSet();
        long first = units.Min(unit => unit.CaptureNs);
        Assert.All(rig.Output.Analyses[..5].Where(a => a.CaptureNs >= first),
            analysis => Assert.Contains((analysis.Sequence, analysis.CaptureNs), units));
    }

    [Fact]
    public void A_clip_is_analysed_too_and_its_pictures_keep_their_access_units_number()
    {
        using var rig = new Rig(new FileSource(Clips.Baseline), faces: true);
        rig.Output.WaitFor("analyses", o => o.Analyses.Count >= 5);
        var units = rig.Output.Units.Select(unit => (unit.Header.Sequence, unit.Header.CaptureNs)).ToHashSet();
        Assert.All(rig.Output.Analyses[..5], analysis => Assert.Contains((analysis.Sequence, analysis.CaptureNs), units));
    }

    [Theory]
    [InlineData(0, 320, 240)]
    [InlineData(90, 240, 320)]
    public void A_clip_that_nobody_analyses_is_decoded_for_who_asks_and_upright(int rotate, int width, int height)
    {
        var newest = new NewestFrame(System.Diagnostics.Stopwatch.GetTimestamp);
        using var rig = new Rig(new FileSource(Clips.Baseline), rotate, newest: newest);
        rig.Requests.Want(0, on: true);
        rig.Output.WaitFor("online", o => o.States.Any(s => s.Status == CameraStatus.Online));
        var taken = new List<(ulong, long)>();
        for (int i = 0; i < 3; i++)
        {
            SharedPicture picture = newest.Borrow(TimeSpan.FromSeconds(30))!;
            Assert.Equal((width, height), (picture.Pixels.AsYuv().Width, picture.Pixels.AsYuv().Height));
            taken.Add((picture.Pixels.Sequence, picture.Pixels.CaptureNs));
            newest.Return(picture);
        }
        rig.Output.WaitFor("their access units", o => o.Units.Any(unit => unit.Header.Sequence >= taken[^1].Item1));
        var units = rig.Output.Units.Select(unit => (unit.Header.Sequence, unit.Header.CaptureNs)).ToHashSet();
        Assert.Contains(taken[^1], units);
    }

    [Fact]
    public void A_turned_clip_is_encoded_upright()
    {
        using var rig = new Rig(new FileSource(Clips.Baseline), rotate: 90);
        rig.Requests.Want(0, on: true);
        rig.Output.WaitFor("access units and a state", o => o.Units.Count >= 2 && o.States.LastOrDefault()?.Status == CameraStatus.Online);
        Assert.Equal((240, 320), (rig.Output.States[^1].Width, rig.Output.States[^1].Height));
        Assert.Equal(66, H264.Units(rig.Output.Units[0].Bytes).First(unit => unit.Type == H264.Sps).Bytes[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_clip_that_cannot_pass_is_encoded_here(bool reordered)
    {
        using var rig = new Rig(new FileSource(reordered ? Clips.Reordered : Clips.Jpeg));
        rig.Requests.Want(0, on: true);
        rig.Output.WaitFor("constrained baseline", o => o.Units.Any(unit =>
            H264.Units(unit.Bytes).Any(nal => nal.Type == H264.Sps && nal.Bytes[1] == 66)));
        rig.Output.WaitFor("a state", o => o.States.LastOrDefault()?.Status == CameraStatus.Online);
        Assert.Equal(0, rig.Output.States[^1].Restarts);
    }

    [Fact]
    public void A_clip_passes_and_is_decoded_for_the_renditions_that_somebody_wants()
    {
        using var rig = new Rig(new FileSource(Clips.Baseline));
        rig.Output.WaitFor("the clip's own", o => o.Units.Count >= 3);
        Assert.All(rig.Output.Units, unit => Assert.Equal(0, unit.Header.Rendition));
        rig.Requests.Want(1, on: true);
        rig.Output.WaitFor("the half one", o => o.Units.Count(unit => unit.Header.Rendition == 1) >= 5);
        rig.Requests.Want(1, on: false);
        var own = rig.Output.Units.Where(unit => unit.Header.Rendition == 0).Select(unit => (unit.Header.Sequence, unit.Header.CaptureNs)).ToHashSet();
        List<(AccessUnitHeader Header, byte[] Bytes)> half = [.. rig.Output.Units.Where(unit => unit.Header.Rendition == 1)];
        Assert.All(half, unit => Assert.Contains((unit.Header.Sequence, unit.Header.CaptureNs), own));
        Assert.True(half[0].Header.Key);
        rig.Output.WaitFor("its state", o => o.States.Any(state => state.Renditions is [{ Status: RenditionStatus.Running, Width: 320 }, { Width: 160, Height: 120, TargetBitsPerSecond: > 0 }, _]));
        rig.Output.WaitFor("its rest", o => o.States.LastOrDefault()?.Renditions is [{ Status: RenditionStatus.Running }, { Status: RenditionStatus.Resting }, _]);
    }

    [Fact]
    public void A_turned_camera_has_its_renditions_upright()
    {
        using var rig = new Rig(new FileSource(Clips.Baseline), rotate: 90);
        rig.Requests.Want(1, on: true);
        rig.Output.WaitFor("the half one", o => o.Units.Any(unit => unit.Header.Rendition == 1)
            && o.States.LastOrDefault()?.Renditions is [{ Status: RenditionStatus.Resting }, { Width: 120, Height: 160 }, _]);
        Assert.All(rig.Output.Units, unit => Assert.Equal(1, unit.Header.Rendition));
    }

    [Fact]
    public void H265_is_a_rendition_of_its_own_beside_H264_made_of_it()
    {
        using RtspCamera camera = RtspCamera.Start("h265");
        using var rig = new Rig(new RtspSource(camera.Uri));
        rig.Output.WaitFor("the camera's own", o => o.Units.Count >= 3);
        Assert.All(rig.Output.Units, unit => Assert.Equal((Rendition.Original, VideoCodec.H265), (unit.Header.Rendition, unit.Header.Codec)));
        rig.Requests.Want(0, on: true);
        rig.Output.WaitFor("the same as H.264", o => o.Units.Any(unit => unit.Header is { Rendition: 0, Codec: VideoCodec.H264 }));
        rig.Output.WaitFor("both in the state", o => o.States.LastOrDefault()?.Renditions is
            [{ Number: 0, Codec: VideoCodec.H264, Status: RenditionStatus.Running }, _, _, { Number: 3, Codec: VideoCodec.H265, Status: RenditionStatus.Running }]);
    }

    [Fact]
    public void A_clip_that_vanishes_is_offline_and_comes_back()
    {
        string path = Path.Combine(Clips.Folder, $"{Guid.NewGuid():N}.mp4");
        using var rig = new Rig(new FileSource(path));
        rig.Output.WaitFor("offline", o => o.States.Any(s => s.Status == CameraStatus.Offline && s.Reason == $"{path}: no such file"));
        File.Copy(Clips.Baseline, path);
        rig.Output.WaitFor("online", o => o.States.LastOrDefault()?.Status == CameraStatus.Online);
        File.Delete(path);
        rig.Output.WaitFor("offline again", o => o.States.LastOrDefault()?.Status == CameraStatus.Offline);
        Assert.Equal($"{path}: no such file", rig.Output.States[^1].Reason);
        File.Copy(Clips.Baseline, path);
        rig.Output.WaitFor("online again", o => o.States.LastOrDefault()?.Status == CameraStatus.Online);
        rig.Output.WaitFor("its restart", o => o.States.LastOrDefault()?.Restarts == 1);
    }

    [Fact]
    public void Noise_with_the_name_of_a_clip_is_offline_with_a_reason()
    {
        using var rig = new Rig(new FileSource(Clips.Noise));
        rig.Output.WaitFor("a reason", o => o.States.Any(s => s.Reason.StartsWith(Clips.Folder, StringComparison.Ordinal)));
        Assert.All(rig.Output.States, state => Assert.Equal(CameraStatus.Offline, state.Status));
    }

    private sealed class Endless(WaitHandle end) : IFrameAnalyser
    {
        public void Analyse(int camera, Picture picture, ICameraOutput output)
        {
            output.Analysis(new Link.Analysis(camera, picture.Sequence, picture.CaptureNs, [], 0, 0));
            end.WaitOne();
        }

        public void Dispose()
        {
        }
    }

    [Fact]
    public void Analysis_that_never_ends_costs_the_video_no_frame()
    {
        using var end = new ManualResetEvent(initialState: false);
        using (var rig = new Rig(Clock, faces: true, finder: () => new Endless(end)))
        {
            rig.Requests.Want(0, on: true);
            rig.Output.WaitFor("an analysis that began", o => o.Analyses.Count == 1);
            int before = rig.Output.Units.Count;
            rig.Output.WaitFor("two seconds of video", o => o.Units.Count >= before + 60);
            ulong[] sequences = [.. rig.Output.Units.Select(unit => unit.Header.Sequence)];
            for (int i = 1; i < sequences.Length; i++) Assert.Equal(sequences[i - 1] + 1, sequences[i]);
            Assert.Single(rig.Output.Analyses);
            end.Set();
        }
    }

    [Fact]
    public void Without_a_model_the_video_goes_on_and_the_state_says_why_there_are_no_faces()
    {
        using var rig = new Rig(Clock, faces: true, finder: () => throw new ModelException("/m/x.onnx", "not found", "Run make setup."));
        rig.Requests.Want(0, on: true);
        rig.Output.WaitFor("video and the reason", o => o.Units.Count >= 10 && o.States.Any(s =>
            s.Status == CameraStatus.Online && s.Reason == "detection off: /m/x.onnx: not found. Run make setup."));
    }
}
