using Lookout.CameraService.Identity;
using Lookout.CameraService.Identity.Matching;
using Lookout.Link;

namespace Lookout.CameraService.Tests.Identity.Matching;

/// <summary>One camera's tracks with a stepped clock: 8 frames a second.</summary>
internal sealed class WatchedCamera
{
    public const double FrameSeconds = 0.125;
    private Gallery _gallery;

    public WatchedCamera(MadeUpFaces faces, Roster roster, double unknownHours = 24)
    {
        MadeUp = faces;
        Roster = roster;
        Strangers = new Strangers(TimeSpan.FromHours(unknownHours));
        Tracks = new CameraTracks(Strangers);
        _gallery = new Gallery(roster, MadeUpFaces.Model, MadeUpFaces.Length);
    }

    public MadeUpFaces MadeUp { get; }

    public Roster Roster { get; private set; }

    public Strangers Strangers { get; }

    public CameraTracks Tracks { get; }

    public Moment Now { get; private set; } = new(1_000_000_000, MadeUpFaces.Day);

    public void Enrol(Roster roster)
    {
        Roster = roster;
        _gallery = new Gallery(roster, MadeUpFaces.Model, MadeUpFaces.Length);
    }

    public void Step(double seconds = FrameSeconds) => Now = new Moment(Now.Ns + Moment.Seconds(seconds), Now.Utc.AddSeconds(seconds));

    /// <summary>The next frame, with these tracks in it.</summary>
    public void Frame(params ReadOnlySpan<int> tracks)
    {
        Step();
        Tracks.Seen([.. tracks.ToArray().Select(track => new Person(track, 0, 0, 1, 1, 1, [], null))], Roster, Now);
    }

    public void Faces(params ReadOnlySpan<(int Track, float[] Look, float Quality)> looks) => Tracks.Faces(MadeUpFaces.Faces(looks), _gallery, MadeUpFaces.Scale, Now);

    public void Figures(params ReadOnlySpan<(int Track, float[] Figure)> figures) => Tracks.Figures(MadeUpFaces.Figures(figures), MadeUpFaces.FigureScale, Now);

    /// <summary>Frames with one track in them, whose face and figure are seen four times.</summary>
    public void Meet(int track, int person)
    {
        for (int i = 0; i < 4; i++)
        {
            Frame(track);
            Faces((track, MadeUp.Look(person), 0.9f));
            Figures((track, MadeUp.Figure(person)));
        }
    }

    public string? Who(int track) => NameOf(track).Person;

    public TrackName NameOf(int track) => Tracks.Names.FirstOrDefault(name => name.Track == track);
}
