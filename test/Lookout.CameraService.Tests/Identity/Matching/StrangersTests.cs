using Lookout.CameraService.Identity.Matching;

namespace Lookout.CameraService.Tests.Identity.Matching;

public sealed class StrangersTests
{
    private readonly MadeUpFaces _faces = new(5);

    [Fact]
    public void Same_face_is_the_same_stranger()
    {
        var strangers = new Strangers(TimeSpan.FromHours(24));
        string first = Place(strangers, 1, 0);
        string second = Place(strangers, 2, 1);
        Assert.Equal(("u1", "u2"), (first, second));
        for (int i = 0; i < 20; i++) Assert.Equal(("u1", "u2"), (Place(strangers, 1, i), Place(strangers, 2, i)));
        Assert.Equal(2, strangers.Count);
    }

    [Fact]
    public void Stranger_is_forgotten_so_long_after_the_first_look_however_often_they_come()
    {
        var strangers = new Strangers(TimeSpan.FromHours(2));
        Place(strangers, 1, 0);
        Assert.Equal("u1", Place(strangers, 1, 7199));
        Assert.Equal("u2", Place(strangers, 1, 7200));
        strangers.Sweep(Moment.Seconds(14400));
        Assert.Equal(0, strangers.Count);
    }

    [Fact]
    public void With_no_hours_nothing_is_remembered()
    {
        var strangers = new Strangers(TimeSpan.Zero);
        Assert.Equal(("u1", "u2"), (Place(strangers, 1, 0), Place(strangers, 1, 0)));
        Assert.Equal(0, strangers.Count);
    }

    [Fact]
    public void Memory_is_bounded_and_the_oldest_goes()
    {
        var strangers = new Strangers(TimeSpan.FromHours(24));
        for (int i = 0; i <= Strangers.Most; i++) Place(strangers, 100 + i, i);
        Assert.Equal(Strangers.Most, strangers.Count);
        Assert.Equal("u257", Place(strangers, 100 + Strangers.Most, 300));
        Assert.Equal("u258", Place(strangers, 100, 300));
    }

    [Fact]
    public void Who_is_enrolled_is_forgotten_as_a_stranger()
    {
        var strangers = new Strangers(TimeSpan.FromHours(24));
        Place(strangers, 1, 0);
        Place(strangers, 2, 0);
        strangers.Forget(_faces.Look(1), MadeUpFaces.Model, MadeUpFaces.Scale);
        Assert.Equal(1, strangers.Count);
    }

    private string Place(Strangers strangers, int person, double seconds) =>
        strangers.Place(_faces.Look(person, 0.25f), MadeUpFaces.Model, MadeUpFaces.Scale, Moment.Seconds(seconds));
}
