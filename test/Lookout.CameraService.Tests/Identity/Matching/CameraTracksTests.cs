using Lookout.CameraService.Identity;
using Lookout.CameraService.Identity.Matching;

namespace Lookout.CameraService.Tests.Identity.Matching;

public sealed class CameraTracksTests
{
    private static readonly string Anna = MadeUpFaces.Id(0);
    private static readonly string Bert = MadeUpFaces.Id(1);
    private const int Stranger = 50;

    private readonly MadeUpFaces _faces = new(11);
    private readonly WatchedCamera _camera;

    public CameraTracksTests() => _camera = new WatchedCamera(_faces, _faces.Enrol(4));

    [Fact]
    public void One_look_gives_no_name_and_several_do()
    {
        _camera.Frame(1);
        _camera.Faces((1, _faces.Look(0, 0.2f), 1));
        Assert.Null(_camera.Who(1));
        _camera.Frame(1);
        _camera.Faces((1, _faces.Look(0, 0.2f), 1));
        Assert.Equal(Anna, _camera.Who(1));
        Assert.InRange(_camera.NameOf(1).Confidence, 0.4f, 0.8f);
        _camera.Meet(1, 0);
        Assert.Equal(1, _camera.NameOf(1).Confidence);
    }

    [Fact]
    public void Poor_looks_count_little_and_the_poorest_nothing()
    {
        for (int i = 0; i < 20; i++)
        {
            _camera.Frame(1);
            _camera.Faces((1, _faces.Look(0, 0.2f), 0.1f));
        }

        Assert.Null(_camera.Who(1));
        Assert.Null(_camera.NameOf(1).Unknown);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Defect_5_a_name_outlasts_missed_frames(int missed)
    {
        _camera.Meet(1, 0);
        for (int i = 0; i < missed; i++)
        {
            _camera.Frame();
            Assert.Equal(Anna, _camera.Who(1)); // who looks in that moment is told the name all the same
        }

        _camera.Frame(1);
        Assert.Equal(Anna, _camera.Who(1));
        Assert.Equal(0, _camera.Tracks.NamesWithdrawn);
    }

    [Fact]
    public void Defect_4_a_figure_is_kept_and_gives_the_name_back_to_a_new_track()
    {
        _camera.Meet(1, 0);
        for (int i = 0; i < 40; i++) _camera.Frame(); // five seconds behind a tree
        Assert.Empty(_camera.Tracks.Names);
        _camera.Frame(9);
        _camera.Figures((9, _faces.Figure(0)));
        Assert.Null(_camera.Who(9));
        _camera.Frame(9);
        _camera.Figures((9, _faces.Figure(0)));
        Assert.Equal(Anna, _camera.Who(9));
        Assert.InRange(_camera.NameOf(9).Confidence, 0.1f, 0.4f); // without a face it is a guess, and says so
        Assert.Null(_camera.Tracks.Find(1)!.Person);
    }

    [Fact]
    public void Defect_4_a_lost_track_lets_its_person_go_to_another_track()
    {
        _camera.Meet(1, 0);
        for (int i = 0; i < 16; i++) _camera.Frame();
        _camera.Meet(2, 0);
        Assert.Equal(Anna, _camera.Who(2));
        Assert.Null(_camera.Tracks.Find(1)!.Person);
        for (int i = 0; i < 260; i++) _camera.Frame(2);
        Assert.Null(_camera.Tracks.Find(1)); // 30 s
    }

    [Fact]
    public void Another_figure_gets_no_name_back_and_neither_does_one_whose_face_is_somebody_elses()
    {
        _camera.Meet(1, 0);
        for (int i = 0; i < 40; i++) _camera.Frame();
        for (int i = 0; i < 4; i++)
        {
            _camera.Frame(8);
            _camera.Figures((8, _faces.Figure(2)));
        }

        Assert.Null(_camera.Who(8));
        _camera.Meet(9, 1);
        _camera.Figures((9, _faces.Figure(0)));
        Assert.Equal(Bert, _camera.Who(9));
    }

    [Fact]
    public void Name_that_came_back_by_the_figure_goes_with_the_first_clear_look_at_another_face()
    {
        _camera.Meet(1, 0);
        for (int i = 0; i < 40; i++) _camera.Frame();
        for (int i = 0; i < 2; i++)
        {
            _camera.Frame(9);
            _camera.Figures((9, _faces.Figure(0)));
        }

        Assert.Equal(Anna, _camera.Who(9));
        _camera.Faces((9, _faces.Look(Stranger), 1));
        Assert.Null(_camera.Who(9));
    }

    [Fact]
    public void Figure_carries_the_name_while_the_head_is_turned()
    {
        _camera.Meet(1, 0);
        for (int i = 0; i < 8 * 120; i++)
        {
            _camera.Frame(1);
            if (i % 8 == 0) _camera.Figures((1, _faces.Figure(0)));
        }

        Assert.Equal(Anna, _camera.Who(1));
        Assert.Equal(1, _camera.NameOf(1).Confidence);
    }

    [Fact]
    public void Name_that_nothing_supports_fades_and_goes()
    {
        _camera.Meet(1, 0);
        float before = 1;
        int seconds = 0;
        for (; _camera.Who(1) is not null; seconds++)
        {
            for (int i = 0; i < 8; i++) _camera.Frame(1);
            Assert.InRange(_camera.NameOf(1).Confidence, 0, before);
            before = _camera.NameOf(1).Confidence;
            Assert.True(seconds < 600);
        }

        Assert.InRange(seconds, 30, 120);
        Assert.Equal(1, _camera.Tracks.NamesWithdrawn);
    }

    [Fact]
    public void Another_figure_on_the_track_takes_the_name_away()
    {
        _camera.Meet(1, 0);
        for (int i = 0; i < 24; i++) _camera.Frame(1);
        for (int i = 0; i < 8; i++)
        {
            _camera.Frame(1);
            _camera.Figures((1, _faces.Figure(3)));
        }

        Assert.Null(_camera.Who(1));
    }

    [Fact]
    public void Track_that_goes_over_to_another_person_changes_its_name()
    {
        _camera.Meet(1, 0);
        _camera.Meet(1, 0);
        int looks = 0;
        while (_camera.Who(1) == Anna)
        {
            _camera.Frame(1);
            _camera.Faces((1, _faces.Look(1), 0.9f));
            Assert.True(++looks < 10);
        }

        _camera.Meet(1, 1);
        Assert.Equal(Bert, _camera.Who(1));
    }

    [Fact]
    public void Track_that_goes_over_to_a_stranger_loses_its_name()
    {
        _camera.Meet(1, 0);
        _camera.Meet(1, Stranger);
        _camera.Meet(1, Stranger);
        Assert.Null(_camera.Who(1));
        Assert.Equal("u1", _camera.NameOf(1).Unknown);
    }

    [Fact]
    public void Best_face_of_a_track_is_that_of_whoever_is_on_it_now()
    {
        _camera.Frame(1);
        _camera.Faces((1, _faces.Look(0), 0.9f));
        _camera.Faces((1, _faces.Look(0), 0.5f)); // poorer, and the same person: the better one stays
        Assert.Equal(0.9f, _camera.Tracks.Find(1)!.BestFace!.Value.Quality);
        _camera.Faces((1, _faces.Look(1), 0.4f)); // poorer, and somebody else
        Assert.Equal(0.4f, _camera.Tracks.Find(1)!.BestFace!.Value.Quality);
        _camera.Step(31);
        _camera.Frame(1);
        Assert.Null(_camera.Tracks.Find(1)!.BestFace); // and nobody keeps it for long
    }

    [Fact]
    public void Two_tracks_are_never_one_stranger()
    {
        for (int i = 0; i < 12; i++)
        {
            _camera.Frame(1, 2);
            _camera.Faces((1, _faces.Look(Stranger), 1), (2, _faces.Look(Stranger), 1)); // one face in the heads' regions of two
            Assert.InRange(_camera.Tracks.Names.Count(name => name.Unknown == "u1"), 0, 1);
        }

        Assert.Equal("u1", _camera.NameOf(1).Unknown);
        for (int i = 0; i < 8; i++) _camera.Frame(2);
        _camera.Meet(2, Stranger);
        Assert.Equal("u1", _camera.NameOf(2).Unknown);
    }

    [Fact]
    public void Two_tracks_never_bear_one_name_and_the_likelier_gets_it()
    {
        _faces.MakeAlike(Stranger, 0, 0.2f);
        for (int i = 0; i < 12; i++)
        {
            _camera.Frame(1, 2);
            _camera.Faces((1, _faces.Look(0, 0.15f), 1), (2, _faces.Look(Stranger, 0.35f), 0.6f));
            Assert.InRange(_camera.Tracks.Names.Count(name => name.Person == Anna), 0, 1);
        }

        Assert.Equal(Anna, _camera.Who(1));
        Assert.Null(_camera.Who(2));
    }

    [Fact]
    public void Look_that_is_as_like_one_as_another_gives_neither_name()
    {
        _faces.MakeAlike(1, 0, 0.05f);
        _camera.Enrol(_faces.Enrol(2));
        for (int i = 0; i < 6; i++)
        {
            _camera.Frame(1);
            // Half way between two people who look the same.
            _camera.Faces((1, Midway(_camera.Roster.People[0].Samples[0].Embedding, _camera.Roster.People[1].Samples[0].Embedding), 1));
        }

        Assert.Null(_camera.Who(1));
    }

    [Fact]
    public void Not_this_person_takes_the_name_away_and_the_track_never_gets_it_again()
    {
        _camera.Meet(1, 0);
        FaceLook? face = _camera.Tracks.Deny(1, Anna, _camera.Now.Ns);
        Assert.NotNull(face);
        Assert.Null(_camera.Who(1));
        for (int i = 0; i < 5; i++) _camera.Meet(1, 0);
        Assert.Null(_camera.Who(1));
        Assert.Null(_camera.Tracks.Deny(77, Anna, _camera.Now.Ns));
        _camera.Meet(2, 0); // another track of the same face is looked at by itself
        Assert.Equal(Anna, _camera.Who(2));
    }

    [Fact]
    public void Expired_consent_takes_the_name_away_at_once_and_for_good()
    {
        _camera.Enrol(_faces.Enrol(4, expires: MadeUpFaces.Day.AddMinutes(1)));
        _camera.Meet(1, 0);
        Assert.Equal(Anna, _camera.Who(1));
        _camera.Step(60);
        _camera.Frame(1);
        Assert.Null(_camera.Who(1));
        _camera.Meet(1, 0);
        Assert.Null(_camera.Who(1));
    }

    [Fact]
    public void Erased_person_is_on_no_track_any_more()
    {
        _camera.Meet(1, 0);
        _camera.Enrol(_camera.Roster.Without(Anna));
        _camera.Tracks.Forget(Anna, _camera.Now.Ns);
        Assert.Null(_camera.Who(1));
        _camera.Meet(1, 0);
        _camera.Meet(1, 0);
        Assert.Equal("u1", _camera.NameOf(1).Unknown);
    }

    [Fact]
    public void Stranger_is_the_same_one_on_the_next_track_and_gets_the_name_once_enrolled()
    {
        _camera.Meet(1, Stranger);
        Assert.Equal("u1", _camera.NameOf(1).Unknown);
        _camera.Meet(2, Stranger + 1);
        Assert.Equal("u2", _camera.NameOf(2).Unknown);
        for (int i = 0; i < 20; i++) _camera.Frame();
        _camera.Meet(3, Stranger);
        Assert.Equal("u1", _camera.NameOf(3).Unknown);

        KnownPerson person = _camera.Roster.People[0] with { Id = RandomId.New(), Samples = [MadeUpFaces.Sample(_faces.Look(Stranger, 0.2f))] };
        _camera.Enrol(_camera.Roster.With(person));
        _camera.Meet(3, Stranger);
        Assert.Equal((person.Id, null), (_camera.NameOf(3).Person, _camera.NameOf(3).Unknown));
    }

    [Fact]
    public void Looking_at_frames_and_faces_allocates_nothing_once_everybody_is_known()
    {
        int[] tracks = [1, 2, 3];
        Link.Person[] people = [.. tracks.Select(track => new Link.Person(track, 0, 0, 1, 1, 1, [], null))];
        Link.Likenesses looks = MadeUpFaces.Faces((1, _faces.Look(0, 0.1f), 1), (2, _faces.Look(1, 0.1f), 1), (3, _faces.Look(2, 0.1f), 1));
        Link.Likenesses figures = MadeUpFaces.Figures((1, _faces.Figure(0)), (2, _faces.Figure(1)), (3, _faces.Figure(2)));
        var gallery = new Gallery(_camera.Roster, MadeUpFaces.Model, MadeUpFaces.Length);
        for (int i = 0; i < 50; i++) Round();
        Allocations.AssertNone(200, Round);
        Assert.Equal([Anna, Bert, MadeUpFaces.Id(2)], tracks.Select(_camera.Who));

        void Round()
        {
            _camera.Step();
            _camera.Tracks.Seen(people, _camera.Roster, _camera.Now);
            _camera.Tracks.Faces(looks, gallery, MadeUpFaces.Scale, _camera.Now);
            _camera.Tracks.Figures(figures, MadeUpFaces.FigureScale, _camera.Now);
        }
    }

    private static float[] Midway(float[] a, float[] b) => [.. a.Select((value, i) => (value + b[i]) / 2)];
}
