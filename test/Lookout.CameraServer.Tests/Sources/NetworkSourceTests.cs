using System.Net;
using System.Net.Sockets;
using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;
using Lookout.Link;

namespace Lookout.CameraServer.Tests.Sources;

public sealed class NetworkSourceTests
{
    [Fact]
    public void A_refused_connection_fails_with_a_reason_that_keeps_the_secret()
    {
        using var unused = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        unused.Bind(new IPEndPoint(IPAddress.Loopback, 0));   // bound and not listening: refused
        int port = ((IPEndPoint)unused.LocalEndPoint!).Port;
        using NetworkSource source = NetworkSource.Open(
            new RtspSource($"rtsp://joe:s3cret@127.0.0.1:{port}/live"), 0, SourceMode.H264);
        Assert.Equal(PullResult.Failed, Next(source, out _, out _));
        Assert.Equal($"rtsp://127.0.0.1:{port}/live: no connection (refused, or not reachable)", source.Failure);
    }

    [Fact]
    public void Access_units_of_a_camera_arrive_as_they_are_from_a_key_frame_on()
    {
        using RtspCamera camera = RtspCamera.Start();
        using NetworkSource source = NetworkSource.Open(new RtspSource(camera.Uri), 0, SourceMode.H264);
        long last = 0;
        for (int i = 0; i < 25; i++)
        {
            Assert.Equal(PullResult.Frame, Next(source, out long captureNs, out bool key));
            Assert.True(captureNs > last, "capture time went back");
            Assert.True(key || i > 0, "the first access unit is no key frame");
            last = captureNs;
        }
        Assert.True(source.IsCompressed);
        Assert.Equal((320, 240), (source.Format.Width, source.Format.Height));
    }

    [Fact]
    public void H265_of_a_camera_arrives_as_it_is_once_H264_was_tried()
    {
        using RtspCamera camera = RtspCamera.Start("h265");
        using (NetworkSource first = NetworkSource.Open(new RtspSource(camera.Uri), 0, SourceMode.H264))
            Assert.Equal(PullResult.NeedsDecoding, Next(first, out _, out _));
        using NetworkSource source = NetworkSource.Open(new RtspSource(camera.Uri), 0, SourceMode.H265);
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal(PullResult.Frame, Next(source, out _, out bool key));
            Assert.True(key || i > 0, "the first access unit is no key frame");
        }
        Assert.Equal((true, VideoCodec.H265), (source.IsCompressed, source.Codec));
        Assert.Equal((320, 240), (source.Format.Width, source.Format.Height));
    }

    [Fact]
    public void A_camera_that_loses_power_fails_with_a_reason_that_keeps_the_secret()
    {
        using RtspCamera camera = RtspCamera.Start();
        using NetworkSource source = NetworkSource.Open(new RtspSource(camera.Uri), 0, SourceMode.H264);
        Assert.Equal(PullResult.Frame, Next(source, out _, out _));
        camera.Kill();
        PullResult result;
        do result = Next(source, out _, out _);
        while (result == PullResult.Frame);
        Assert.Equal(PullResult.Failed, result);
        Assert.StartsWith($"rtsp://127.0.0.1:{camera.Port}/live: ", source.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", source.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_fails_with_a_reason_that_keeps_it()
    {
        using RtspCamera camera = RtspCamera.Start();
        using NetworkSource source = NetworkSource.Open(
            new RtspSource($"rtsp://joe:gu3ss@127.0.0.1:{camera.Port}/live"), 0, SourceMode.H264);
        Assert.Equal(PullResult.Failed, Next(source, out _, out _));
        TestContext.Current.TestOutputHelper?.WriteLine(source.Failure);
        Assert.DoesNotContain("gu3ss", source.Failure, StringComparison.Ordinal);
    }

    // The next thing that happens, within ten seconds.
    private static PullResult Next(NetworkSource source, out long captureNs, out bool key)
    {
        (captureNs, key) = (0, false);
        for (int i = 0; i < 100; i++)
        {
            PullResult result = source.Pull(TimeSpan.FromMilliseconds(100), out SourceFrame frame);
            if (result == PullResult.Nothing) continue;
            if (result == PullResult.Frame)
            {
                (captureNs, key) = (frame.CaptureNs, frame.Buffer.IsKey);
                frame.Dispose();
            }
            return result;
        }
        return PullResult.Nothing;
    }
}
