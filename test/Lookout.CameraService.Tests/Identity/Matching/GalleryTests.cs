using Lookout.CameraService.Identity;
using Lookout.CameraService.Identity.Matching;

namespace Lookout.CameraService.Tests.Identity.Matching;

public sealed class GalleryTests
{
    private readonly MadeUpFaces _faces = new(3);

    [Fact]
    public void Likest_sample_counts()
    {
        Roster roster = _faces.Enrol(3);
        float[] likeness = Compare(roster, roster.People[1].Samples[2].Embedding);
        Assert.Equal(1, likeness[1]);
        Assert.True(likeness[0] < 0 && likeness[2] < 0);
    }

    [Fact]
    public void Samples_of_another_model_are_kept_and_never_compared()
    {
        float[] look = _faces.Look(0);
        KnownPerson person = _faces.Enrol(1, samples: 0).People[0];
        Roster roster = new([person with { Samples = [MadeUpFaces.Sample(look, "older@1")] }, _faces.Enrol(2).People[1]]);
        var gallery = new Gallery(roster, MadeUpFaces.Model, MadeUpFaces.Length);
        Assert.Equal(1, gallery.Count);
        Assert.Equal(MadeUpFaces.Id(1), gallery.Id(0));
        Assert.Single(roster.People[0].Samples);
    }

    [Fact]
    public void Face_nearer_to_one_that_is_not_theirs_is_not_theirs()
    {
        _faces.MakeAlike(7, 0, 0.4f);
        float[] lookAlike = _faces.Look(7, 0.1f);
        Roster roster = _faces.Enrol(1);
        Assert.True(Compare(roster, lookAlike)[0] > 0);
        var negative = new NegativeSample("n", MadeUpFaces.Day.AddHours(1), MadeUpFaces.Model, _faces.Look(7, 0.1f));
        roster = roster.With(roster.People[0] with { Negatives = [negative] });
        Assert.True(Compare(roster, lookAlike)[0] < 0);
        Assert.True(Compare(roster, _faces.Look(0, 0.2f))[0] > 0);
    }

    [Theory]
    [InlineData(-1, false)] // set back a little: no reason to doubt
    [InlineData(0, false)]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(87600, true)]
    [InlineData(-400000, true)] // 1980: nobody knows how late it is
    public void Consent_that_has_expired_stops_the_matching(int hours, bool stopped)
    {
        Roster roster = _faces.Enrol(1, expires: MadeUpFaces.Day.AddHours(10));
        var likeness = new float[1];
        new Gallery(roster, MadeUpFaces.Model, MadeUpFaces.Length).Compare(_faces.Look(0, 0.1f), MadeUpFaces.Scale, MadeUpFaces.Day.AddHours(hours), likeness);
        Assert.Equal(stopped, likeness[0] == -1);
    }

    private static float[] Compare(Roster roster, float[] look)
    {
        var likeness = new float[roster.People.Length];
        new Gallery(roster, MadeUpFaces.Model, MadeUpFaces.Length).Compare(look, MadeUpFaces.Scale, MadeUpFaces.Day, likeness);
        return likeness;
    }
}
