using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Lookout.CameraService.WebRtc;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Rtc.H264;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Session;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>
/// The whole server with its real DTLS against an independent receiver, python3-aiortc, which speaks
/// AES_CM_128_HMAC_SHA1_80 only. ffmpeg makes the video.
/// </summary>
public sealed class AiortcTests
{
    private const int Width = 320;
    private const int Height = 240;
    private const int Frames = 40;

    [Fact]
    public async Task Independent_receiver_decodes_the_stream_and_is_heard_when_it_leaves()
    {
        List<byte[]> video = await EncodeAsync();
        int port = ServerFixture.FreePort();
        using var server = new WebRtcServer(new WebRtcSettings($"127.0.0.1:{port}", []), new RecordedRequests(), NullLogger.Instance);
        MediaStream stream = server.AddStream(ServerFixture.Encoded, 0, passthrough: false);
        server.Start();

        using Process receiver = Start("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "WebRtc", "receive.py"), $"{Frames}");
        string offer = Field(await receiver.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), "sdp").GetString()!;
        WhepAnswer answer = server.Open(ServerFixture.Encoded, offer, [IPAddress.Loopback]);
        Assert.Equal(201, answer.Status);
        await receiver.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { sdp = answer.Sdp }));
        await receiver.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

        Task<string?> result = receiver.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        await PlayUntilAsync(result, stream, video);

        string? line = await result;
        string errors = line is null ? await receiver.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : "";
        Assert.True(line is not null, errors);
        Assert.Equal((Frames, Width, Height), (Field(line, "frames").GetInt32(), Field(line, "width").GetInt32(), Field(line, "height").GetInt32()));
        await receiver.WaitForExitAsync(TestContext.Current.CancellationToken);
        ServerFixture.WaitUntil(() => server.Counters.SessionsEnded.GetValueOrDefault(SessionEndReason.ClosedByPeer) == 1);
        Assert.Equal(0, server.Counters.Faults);
    }

    private static async Task PlayUntilAsync(Task done, MediaStream stream, List<byte[]> video)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1000.0 / 30));
        for (int i = 0; !done.IsCompleted && await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken); i++)
        {
            byte[] unit = video[i % video.Count];
            bool key = VideoFormat.TryRead(Rtc.Rtp.VideoCodec.H264, unit, out _);
            stream.Publish(new AccessUnitHeader(0, 0, key, (ulong)i + 1, Stopwatch.GetTimestamp()), unit);
        }
    }

    // One second of constrained baseline, each access unit with a delimiter in front to cut at.
    internal static async Task<List<byte[]>> EncodeAsync()
    {
        using Process ffmpeg = Start("ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=size={Width}x{Height}:rate=30:duration=1",
            "-c:v", "libx264", "-profile:v", "baseline", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-bsf:v", "h264_metadata=aud=insert", "-f", "h264", "-");
        using var bytes = new MemoryStream();
        await ffmpeg.StandardOutput.BaseStream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return Cut(bytes.ToArray());
    }

    private static List<byte[]> Cut(byte[] stream)
    {
        var units = new List<byte[]>();
        var current = new List<byte>();
        foreach (ReadOnlySpan<byte> nal in new AnnexBReader(stream))
        {
            if ((NalUnitType)(nal[0] & 0x1F) == NalUnitType.AccessUnitDelimiter && current.Count > 0)
            {
                units.Add([.. current]);
                current.Clear();
            }

            current.AddRange([0, 0, 0, 1]);
            current.AddRange(nal);
        }

        units.Add([.. current]);
        return units;
    }

    internal static JsonElement Field(string? json, string name)
    {
        using JsonDocument document = JsonDocument.Parse(json ?? "{}");
        return document.RootElement.GetProperty(name).Clone();
    }

    internal static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
