using Lookout.CameraServer.Analysis;
using Lookout.Configuration.Settings;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class IdleSceneTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Nothing_is_skipped_while_something_moves()
    {
        var scene = new IdleScene();
        for (int i = 0; i < 20; i++) Assert.False(scene.MaySkip(moves: true, i * Second / 16));
    }

    [Fact]
    public void Still_scene_is_looked_at_now_and_then()
    {
        var scene = new IdleScene();
        int looks = Enumerable.Range(0, 160).Count(i => !scene.MaySkip(moves: false, i * Second / 16));
        Assert.Equal(14, looks); // in ten seconds: the first frame, and each three quarters of a second
    }

    [Fact]
    public void Who_stands_still_is_looked_at_like_anybody()
    {
        var scene = new IdleScene();
        for (int i = 0; i < 160; i++)
        {
            Assert.False(scene.MaySkip(moves: false, i * Second / 16));
            scene.Saw(i * Second / 16);
        }
        for (int i = 160; i < 190; i++) Assert.False(scene.MaySkip(moves: false, i * Second / 16));
        Assert.True(scene.MaySkip(moves: false, 192 * Second / 16));
    }

    /// <summary>Nine seconds without anybody, by the real models. After the first two a twelfth of the frames is looked at, as many for faces as for people.</summary>
    [Theory]
    [InlineData(true, 41, 43)]
    [InlineData(false, 144, 144)]
    public void Empty_scene_costs_little(bool motion, int least, int most)
    {
        var output = new RecordingOutput();
        DetectSettings settings = DetectSettings.All with { Motion = motion };
        using var analyser = new FrameAnalyser([settings], Cache.ModelSet());
        // Grass of the street clip.
        using var frames = new ClipFrames(Cache.Clip("demo-street.mp4"), 16, filter: "crop=320:180:180:400,scale=1280:720");
        frames.Next();
        for (int i = 0; i < 144; i++) analyser.Analyse(0, frames.Again(), output);
        Assert.All(output.People, people => Assert.Empty(people.Persons));
        Assert.InRange(output.People.Count + output.Analyses.Count, least, most);
        Assert.InRange(output.People.Count - output.Analyses.Count, -1, 1);
    }
}
