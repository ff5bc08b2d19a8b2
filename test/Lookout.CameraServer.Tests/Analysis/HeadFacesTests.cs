using Lookout.CameraServer.Analysis;
using Lookout.Configuration.Settings;
using Lookout.Link;

namespace Lookout.CameraServer.Tests.Analysis;

/// <summary>The real models on real pictures.</summary>
public sealed class HeadFacesTests
{
    /// <summary>A photograph made small on a large grey wall: her face is 19 pixels wide, and its middle, placed by hand, at 537, 338.</summary>
    [Fact]
    public void Face_too_small_for_the_whole_picture_is_found_on_its_person()
    {
        var output = new RecordingOutput();
        using var analyser = new FrameAnalyser([DetectSettings.All], Cache.ModelSet());
        using var frames = new ClipFrames(Cache.Portrait("anne_helene.jpg"), 8, filter: "scale=80:120,pad=1280:720:500:300:gray");
        frames.Next();
        for (int i = 0; i < 24; i++) analyser.Analyse(0, frames.Again(), output);

        // The first frame of a person goes to the pose.
        People[] people = [.. output.People.Skip(1)];
        Assert.All(people, seen =>
        {
            Face face = Assert.Single(seen.Persons).Face!;
            Assert.InRange((face.X + face.Width / 2) * 1280, 529, 545);
            Assert.InRange((face.Y + face.Height / 2) * 720, 330, 346);
        });
        Assert.All(output.Analyses.SelectMany(analysis => analysis.Faces), whole => Assert.False(IsThere(whole), whole.ToString()));

        static bool IsThere(Face face) => face.Width * 1280 < 30 && Math.Abs((face.X + face.Width / 2) * 1280 - 537) < 8;
    }
}
