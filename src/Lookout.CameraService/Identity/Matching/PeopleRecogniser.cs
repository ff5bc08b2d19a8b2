using System.Threading.Channels;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Identity.Matching;

/// <summary>
/// Says who the people in the pictures are. One thread owns all tracks; what camera-server tells waits in a queue of
/// <see cref="Capacity"/>, and what does not fit is dropped and counted: the next frame says it again. Names are read as a snapshot.
/// </summary>
internal sealed class PeopleRecogniser : IDisposable
{
    public const int Capacity = 256;
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(3);

    private readonly Func<Roster> _roster;
    private readonly float? _threshold;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<Work> _work = Channel.CreateBounded<Work>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Strangers _strangers;
    private readonly CameraTracks[] _cameras;
    private readonly TrackName[][] _names;
    private readonly Sightings _sightings = new();
    private readonly Thread _thread;
    private Gallery? _gallery;
    private int _clear;
    private long _dropped;
    private long _faces;
    private long _figures;
    private long _given;
    private long _withdrawn;
    private volatile Measure? _faceMeasure;
    private volatile Measure? _figureMeasure;

    /// <param name="roster">The newest one.</param>
    /// <param name="cameras">How many.</param>
    /// <param name="settings">Threshold and the memory of strangers.</param>
    /// <param name="time">Both clocks.</param>
    /// <param name="logger">For defects.</param>
    public PeopleRecogniser(Func<Roster> roster, int cameras, RecognitionSettings settings, TimeProvider time, ILogger logger)
    {
        _roster = roster;
        _threshold = settings.Threshold;
        _time = time;
        _logger = logger;
        _strangers = new Strangers(TimeSpan.FromHours(settings.UnknownHours));
        _cameras = [.. Enumerable.Range(0, cameras).Select(_ => new CameraTracks(_strangers))];
        _names = [.. Enumerable.Repeat<TrackName[]>([], cameras)];
        _thread = new Thread(Run) { Name = "recogniser", IsBackground = true };
    }

    /// <summary>How faces are compared; null before the first was seen.</summary>
    public Measure? FaceMeasure => _faceMeasure;

    /// <summary>How figures are compared; null before the first was seen.</summary>
    public Measure? FigureMeasure => _figureMeasure;

    public Sightings Sightings => _sightings;

    /// <summary>Messages that came too quickly.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public long FacesSeen => Interlocked.Read(ref _faces);

    public long FiguresSeen => Interlocked.Read(ref _figures);

    public long NamesGiven => Interlocked.Read(ref _given);

    public long NamesWithdrawn => Interlocked.Read(ref _withdrawn);

    /// <summary>Everybody in one camera's picture.</summary>
    public ReadOnlySpan<TrackName> Names(int camera) => Volatile.Read(ref _names[camera]);

    public Scale ScaleOf(Measure measure) => Scale.Of(measure, _threshold);

    public void Start() => _thread.Start();

    public void Post(People people) => Post(new Work(people, null, null));

    public void Post(Likenesses likenesses) => Post(new Work(null, likenesses, null));

    /// <summary>camera-server counts its tracks anew.</summary>
    public void Clear()
    {
        Interlocked.Exchange(ref _clear, 1);
        _work.Writer.TryWrite(default);
    }

    /// <summary>Does something with the tracks, on their thread. Refused when the queue is full.</summary>
    public Task<Outcome<T>> AskAsync<T>(Func<IReadOnlyList<CameraTracks>, Strangers, Moment, Outcome<T>> question)
    {
        var answer = new TaskCompletionSource<Outcome<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool queued = _work.Writer.TryWrite(new Work(null, null, () =>
        {
            try
            {
                answer.SetResult(question(_cameras, _strangers, Now()));
            }
            catch (Exception e)
            {
                answer.SetException(e);
                throw;
            }
        }));
        return queued ? answer.Task : Task.FromResult<Outcome<T>>(new Refused(Refusal.Unavailable, "The cameras say more than can be looked at; try again."));
    }

    public void Dispose()
    {
        if (!_work.Writer.TryComplete()) return;
        if (_thread.IsAlive) _thread.Join(JoinTimeout);
    }

    private void Post(Work work)
    {
        if (!_work.Writer.TryWrite(work)) Interlocked.Increment(ref _dropped);
    }

    private void Run()
    {
        while (_work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_work.Reader.TryRead(out Work work))
            {
                try
                {
                    if (Interlocked.Exchange(ref _clear, 0) != 0) ForgetTracks();
                    Do(work);
                }
                catch (Exception e)
                {
                    IdentityLog.RecogniserFailed(_logger, e);
                    ForgetTracks();
                }
            }
        }
    }

    private void Do(Work work)
    {
        if (work.People is { } people)
        {
            Moment now = Now();
            _strangers.Sweep(now.Ns);
            _cameras[people.Camera].Seen(people.Persons, _roster(), now);
            _sightings.Note(people.Camera, _cameras[people.Camera].Names, now.Utc);
        }
        else if (work.Likenesses is { } likenesses) Compare(likenesses);
        else work.Command?.Invoke();
        Publish();
    }

    private void Compare(Likenesses likenesses)
    {
        CameraTracks camera = _cameras[likenesses.Camera];
        if (likenesses.Kind == LikenessKind.Body)
        {
            _figureMeasure = likenesses.Measure;
            // The configured threshold is one for faces.
            camera.Figures(likenesses, Scale.Of(likenesses.Measure, null), Now());
            Interlocked.Add(ref _figures, likenesses.Items.Count);
            return;
        }

        _faceMeasure = likenesses.Measure;
        Roster roster = _roster();
        if (_gallery?.Source != roster || _gallery.Model != likenesses.Measure.Model)
            _gallery = new Gallery(roster, likenesses.Measure.Model, likenesses.Items[0].Embedding.Length / sizeof(float));
        camera.Faces(likenesses, _gallery, ScaleOf(likenesses.Measure), Now());
        Interlocked.Add(ref _faces, likenesses.Items.Count);
    }

    private void Publish()
    {
        long given = 0, withdrawn = 0;
        for (int i = 0; i < _cameras.Length; i++)
        {
            if (_names[i] != _cameras[i].Names) Volatile.Write(ref _names[i], _cameras[i].Names);
            given += _cameras[i].NamesGiven;
            withdrawn += _cameras[i].NamesWithdrawn;
        }

        Volatile.Write(ref _given, given);
        Volatile.Write(ref _withdrawn, withdrawn);
    }

    private void ForgetTracks()
    {
        foreach (CameraTracks camera in _cameras) camera.Clear();
        Publish();
    }

    private Moment Now() => new(Cameras.CaptureClock.NowNs(_time), _time.GetUtcNow());

    // One of the three, or nothing but a nudge.
    private readonly record struct Work(People? People, Likenesses? Likenesses, Action? Command);
}
