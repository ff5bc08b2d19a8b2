using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>A lost camera is a state with a reason, never an exit, and the camera beside it does not notice.</summary>
public sealed class SourceFaultTests : ProductTest
{
    [Fact]
    public async Task Missing_clip_is_offline_with_the_reason()
    {
        CameraReport camera = await OfflineAsync("file:///nowhere/yard.mp4");
        Assert.Contains("yard.mp4", camera.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_video_is_offline_with_the_reason()
    {
        string path = Path.Combine(TemporaryFolder(), "noise.mp4");
        await File.WriteAllBytesAsync(path, Noise.Bytes(100_000), TestContext.Current.CancellationToken);
        CameraReport camera = await OfflineAsync(new Uri(path).AbsoluteUri);
        Assert.NotEmpty(camera.Reason);
    }

    [Fact]
    public async Task Absent_device_is_offline_with_the_reason()
    {
        CameraReport camera = await OfflineAsync("v4l2:///dev/video9?width=1280&height=720&fps=30");
        Assert.Contains("/dev/video9", camera.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_rtsp_is_offline_without_its_password()
    {
        CameraReport camera = await OfflineAsync($"rtsp://viewer:hunter2@127.0.0.1:{FreePort.Next()}/stream");
        Assert.NotEmpty(camera.Reason);
        Assert.DoesNotContain("hunter2", camera.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clip_moved_away_while_it_plays_goes_offline_and_comes_back()
    {
        string clip = Path.Combine(TemporaryFolder(), "yard.mp4"), away = clip + ".away";
        File.Copy(Repository.MovieHello, clip);
        LookoutProcess lookout = await StartReadyAsync(
            new LookoutConfig().WithClip("yard", clip).With(Bystander.Name, LookoutConfig.Clock));
        Bystander bystander = await Bystander.OfAsync(lookout);

        File.Move(clip, away);
        CameraReport lost = await lookout.CameraAsync("yard", "offline");
        Assert.Contains("yard.mp4", lost.Reason, StringComparison.Ordinal);
        Assert.Equal(503, await lookout.Api.StatusAsync("/readyz"));
        await bystander.UnharmedAsync();

        File.Move(away, clip);
        CameraReport back = await lookout.CameraAsync("yard", "online");
        Assert.Equal("", back.Reason);
        await bystander.UnharmedAsync();
    }

    private async Task<CameraReport> OfflineAsync(string source)
    {
        LookoutProcess lookout = Start(new LookoutConfig().With("lost", source).With(Bystander.Name, LookoutConfig.Clock));
        await lookout.AnswersAsync();
        Bystander bystander = await Bystander.OfAsync(lookout);
        // Until camera-server has said its first word, every camera is offline because it starts.
        CameraReport camera = await Poll.ForAsync(
            async () => await lookout.CameraAsync("lost", "offline") is { } lost && lost.Reason != "camera-server is starting" ? lost : null,
            "the reason of the lost camera");
        Assert.Equal(503, await lookout.Api.StatusAsync("/readyz"));
        Assert.Equal(200, await lookout.Api.StatusAsync("/healthz"));
        Assert.False(lookout.Log.Contains("hunter2"), "the log holds a password");
        await bystander.UnharmedAsync();
        return camera;
    }
}
