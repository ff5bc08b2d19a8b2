using Lookout.CameraService.Cameras;
using Lookout.CameraService.Identity.Matching;
using Lookout.CameraService.Identity.Storage;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Identity;

/// <summary>
/// Who people are, as the rest of the service sees it. Switched off, it makes no database and no key and compares nothing; one that
/// is left from before is opened, so that those who are in it can be erased.
/// </summary>
internal sealed partial class Identities : IDisposable
{
    public const string HowToSwitchOn = "Recognition is off. Set face_recognition: { enabled: true } in lookout.yml, or LOOKOUT_FACE_RECOGNITION_ENABLED=true, and start again.";

    private readonly CameraDirectory _cameras;
    private readonly TimeProvider _time;
    private readonly PeopleStore? _store;
    private readonly PeopleRecogniser? _recogniser;
    private readonly ImageQuestions _images;
    private string _instance = "";
    private long _refusals;

    public Identities(LookoutSettings settings, CameraDirectory cameras, TimeProvider time, ILogger logger)
    {
        _cameras = cameras;
        _time = time;
        _images = new ImageQuestions(time);
        bool enabled = settings.Recognition.Enabled;
        if (enabled || File.Exists(PeopleFile.PathIn(settings.DataDirectory))) _store = new PeopleStore(settings.DataDirectory, settings.Recognition, time, logger);
        if (!enabled) return;
        _recogniser = new PeopleRecogniser(() => _store!.Roster, cameras.Count, settings.Recognition, time, logger);
    }

    /// <summary>As configured.</summary>
    public bool Enabled => _recogniser is not null;

    /// <summary>Whether people can be enrolled and are recognised.</summary>
    public bool Ready => Enabled && IsOpen;

    /// <summary>Why not, or what has to be known; else empty.</summary>
    public string Reason => Enabled ? _store!.Reason : HowToSwitchOn;

    /// <summary>Whether there is anybody to ask about: recognition is on, or was.</summary>
    public bool HasPeople => _store is not null;

    /// <summary>Whether the database is open.</summary>
    public bool IsOpen => _store?.Ready == true;

    /// <summary>Why it is not.</summary>
    public string ClosedReason => _store?.Reason ?? HowToSwitchOn;

    public Roster Roster => _store?.Roster ?? Roster.Empty;

    public PeopleRecogniser? Recogniser => _recogniser;

    public void Attach(LinkClient link) => _images.Attach(link);

    public void Start()
    {
        _store?.Start();
        _recogniser?.Start();
    }

    /// <summary>Who a track is; default when nobody knows.</summary>
    public TrackName Who(int camera, int track)
    {
        if (_recogniser is null || !Ready) return default;
        foreach (TrackName name in _recogniser.Names(camera))
        {
            if (name.Track == track) return name;
        }

        return default;
    }

    public void Connected(string instance)
    {
        if (instance != _instance) _recogniser?.Clear();
        _instance = instance;
    }

    public void Disconnected() => _images.Lost();

    // While nobody can be known, nobody is looked at.
    public void People(People people)
    {
        if (Ready) _recogniser?.Post(people);
    }

    public void Likenesses(Likenesses likenesses)
    {
        if (Ready) _recogniser?.Post(likenesses);
    }

    public void ImageFaces(ImageFaces image) => _images.Answered(image);

    public void Dispose()
    {
        _recogniser?.Dispose();
        _store?.Dispose();
        _images.Dispose();
    }
}
