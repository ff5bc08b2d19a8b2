using System.Globalization;
using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.CameraServer.Encoding;
using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Native.Gst;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests.Encoding;

/// <summary>Real encoders on pictures that come as fast as they are taken.</summary>
[Collection(Legacy.HostileClientsTests.Name)]   // it counts the process's threads and descriptors
public sealed class RenditionEncodersTests : IDisposable
{
    private const int Switches = 200;
    private const int WarmUp = 20;
    private readonly RecordingOutput _output = new();
    private readonly CameraRequests _requests = new();
    private readonly RenditionMeter[] _meters = [.. Enumerable.Range(0, 4).Select(number => new RenditionMeter((byte)number, VideoCodec.H264))];
    private readonly AnalysisLoop _analysis;
    private readonly RenditionEncoders _encoders;
    private readonly LoadShedding _shedding = new();
    private readonly SteppedPacer _pacer = new();
    private readonly ClockSource _source;
    private ulong _sequence;

    public RenditionEncodersTests()
    {
        Gst.Init();
        _analysis = new AnalysisLoop([0], () => throw new NotSupportedException(), _output, NullLogger.Instance);
        _source = new ClockSource(new TestSource("clock", 640, 480, 30), _pacer);
        _encoders = new RenditionEncoders(
            0, Rendition.Of(RenditionSettings.Default), announcedAsPassthrough: false, _requests, _meters, new PictureTaps(_analysis, null, null), _output, _shedding);
    }

    [Fact]
    public void Only_what_is_wanted_is_encoded_from_the_same_picture_under_the_same_number_and_time()
    {
        Frames(2);
        Assert.Empty(_output.Units);
        foreach (int rendition in new[] { 2, 1, 0 })
        {
            _requests.Want(rendition, on: true);
            Frames(3);
        }

        var units = _output.Units.Select(unit => unit.Header).ToList();
        Assert.Equal("2: 3 4 5 6 7 8 9 10 11", Sequences(2));
        Assert.Equal("1: 6 7 8 9 10 11", Sequences(1));
        Assert.Equal("0: 9 10 11", Sequences(0));
        Assert.All(units.GroupBy(unit => unit.Sequence), same => Assert.Single(same.Select(unit => unit.CaptureNs).Distinct()));
        Assert.All(units.GroupBy(unit => unit.Rendition), same => Assert.Equal(1, same.Count(unit => unit.Key)));

        string Sequences(int rendition) =>
            $"{rendition}: {string.Join(' ', units.Where(unit => unit.Rendition == rendition).Select(unit => unit.Sequence))}";
    }

    [Fact]
    public void A_key_frame_is_made_of_the_rendition_that_asked_for_it()
    {
        foreach (int rendition in new[] { 0, 1, 2 }) _requests.Want(rendition, on: true);
        Frames(5);
        _requests.RequestKeyFrame(1);
        Frames(5);
        Assert.Equal([(1, 0), (1, 1), (1, 2), (6, 1)], _output.Units.Where(unit => unit.Header.Key)
            .Select(unit => ((int)unit.Header.Sequence, (int)unit.Header.Rendition)).Order());
    }

    [Fact]
    public void Each_rendition_has_half_the_sides_of_the_one_before_and_about_its_own_rate()
    {
        foreach (int rendition in new[] { 0, 1, 2 }) _requests.Want(rendition, on: true);
        Frames(90);
        RenditionState[] states = [.. Enumerable.Range(0, 3).Select(number => _meters[number].Read(wanted: true, _pacer.NowNs))];
        Assert.Equal([(640, 480), (320, 240), (160, 120)], states.Select(state => (state.Width, state.Height)));
        foreach (RenditionState state in states)
        {
            Assert.InRange(state.BitsPerSecond, 1, 2 * state.TargetBitsPerSecond);
            byte[] first = _output.Units.First(unit => unit.Header.Rendition == state.Number).Bytes;
            Assert.Equal((state.Width, state.Height), DecodedSize(first));
        }
        Assert.True(states[0].TargetBitsPerSecond > states[1].TargetBitsPerSecond && states[1].TargetBitsPerSecond > states[2].TargetBitsPerSecond);
    }

    [Fact]
    public void A_rendition_that_would_be_too_small_is_refused_and_the_others_are_not()
    {
        using var source = new ClockSource(new TestSource("clock", 320, 128, 30), _pacer);
        foreach (int rendition in new[] { 0, 1, 2 }) _requests.Want(rendition, on: true);
        Frames(2, source);
        Assert.Equal([0, 1], _output.Units.Select(unit => (int)unit.Header.Rendition).Distinct().Order());
        Assert.Equal("the camera's pictures are too small for it", _meters[2].Read(wanted: true, 0).Reason);
        Assert.Equal(RenditionStatus.Running, _meters[1].Read(wanted: true, 0).Status);
    }

    [Fact]
    public void Without_time_the_half_is_refused_with_a_reason_while_the_others_go_on()
    {
        foreach (int rendition in new[] { 0, 1, 2 }) _requests.Want(rendition, on: true);
        const long Second = 1_000_000_000;
        for (int i = 1; i <= 4; i++) _shedding.Worked(i * Second, (i + 1) * Second);
        Frames(2);
        Assert.Equal([0, 0, 2, 2], _output.Units.Select(unit => (int)unit.Header.Rendition).Order());
        RenditionState half = _meters[1].Read(wanted: true, _pacer.NowNs);
        Assert.Equal((RenditionStatus.Refused, "the machine has no time for it"), (half.Status, half.Reason));
        Assert.Equal(RenditionStatus.Running, _meters[2].Read(wanted: true, _pacer.NowNs).Status);
    }

    [Fact]
    public void Switching_on_and_off_leaves_no_thread_descriptor_or_memory_behind()
    {
        _requests.Want(0, on: true);
        (int Threads, int Descriptors, long Kilobytes) before = default;
        for (int i = 0; i < WarmUp + Switches; i++)
        {
            if (i == WarmUp) before = Held();
            _requests.Want(1, on: i % 2 == 0);
            _requests.Want(2, on: i % 2 == 0);
            Frames(1);
        }

        (int Threads, int Descriptors, long Kilobytes) after = Held();
        Assert.Equal((WarmUp + Switches) / 2, _output.Units.Count(unit => unit.Header is { Rendition: 2, Key: true }));
        // The runtime's own threads and files come and go by a handful; one of ours a switch would be all of them.
        Assert.True(after.Threads - before.Threads < Switches / 4, $"{before.Threads} threads -> {after.Threads}");
        Assert.True(after.Descriptors - before.Descriptors < Switches / 4, $"{before.Descriptors} descriptors -> {after.Descriptors}");
        // An x264 of this size holds about 2 MB.
        Assert.True(after.Kilobytes - before.Kilobytes < 32 << 10, $"{before.Kilobytes} kB -> {after.Kilobytes} kB");
        TestContext.Current.TestOutputHelper?.WriteLine($"{before} -> {after}");
    }

    [Fact]
    public void Three_renditions_allocate_nothing_per_frame()
    {
        var counted = new CountingOutput();
        using var encoders = new RenditionEncoders(
            0, Rendition.Of(RenditionSettings.Default), announcedAsPassthrough: false, _requests, _meters, new PictureTaps(_analysis, null, null), counted, new LoadShedding());
        foreach (int rendition in new[] { 0, 1, 2 }) _requests.Want(rendition, on: true);
        for (int i = 0; i < 40; i++) Frame(encoders, _source);
        Allocations.AssertNone(1, () =>
        {
            for (int i = 0; i < 60; i++) Frame(encoders, _source);
        });
        Assert.True(counted.Units >= 3 * 100);
    }

    public void Dispose()
    {
        _encoders.Dispose();
        _source.Dispose();
        _analysis.Dispose();
    }

    private void Frames(int count, ClockSource? source = null)
    {
        for (int i = 0; i < count; i++) Frame(_encoders, source ?? _source);
    }

    private void Frame(RenditionEncoders encoders, ClockSource source)
    {
        source.Pull(TimeSpan.Zero, out SourceFrame frame);
        using SourceFrame _ = frame;
        encoders.Add(frame.Buffer, source.Format, frame.CaptureNs, ++_sequence);
    }

    private static (int Width, int Height) DecodedSize(byte[] accessUnit)
    {
        using Pipeline pipeline = new PipelineBuilder().AppSrc("in").Element("avdec_h264").AppSink("out", 1, drop: false).Build();
        using AppSrc source = pipeline.FindAppSrc("in");
        using AppSink sink = pipeline.FindAppSink("out");
        source.SetCaps("video/x-h264,stream-format=(string)byte-stream,alignment=(string)au");
        pipeline.SetState(PipelineState.Playing);
        using MediaBuffer buffer = MediaBuffer.Allocate(accessUnit.Length);
        using (MappedBuffer map = buffer.MapWrite()) accessUnit.CopyTo(map.Data);
        Assert.True(source.Push(buffer, 0));
        source.EndOfStream();
        Assert.True(sink.TryPull(TimeSpan.FromSeconds(10), out Sample sample));
        using Sample _ = sample;
        Assert.True(VideoFormat.TryRead(sample, out VideoFormat format));
        return (format.Width, format.Height);
    }

    private static (int Threads, int Descriptors, long Kilobytes) Held()
    {
        GC.Collect();
        string resident = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return (
            Directory.GetDirectories("/proc/self/task").Length,
            Directory.GetFileSystemEntries("/proc/self/fd").Length,
            long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture));
    }

    private sealed class CountingOutput : ICameraOutput
    {
        public int Units { get; private set; }

        public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB) => Units++;

        public void Analysis(Link.Analysis analysis) => throw new NotSupportedException();

        public void People(People people) => throw new NotSupportedException();

        public void Likenesses(Likenesses likenesses) => throw new NotSupportedException();

        public void State(CameraState state) => throw new NotSupportedException();
    }
}
