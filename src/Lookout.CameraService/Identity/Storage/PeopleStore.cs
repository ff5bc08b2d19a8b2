using System.Threading.Channels;
using Lookout.CameraService.Identity.Keys;
using Lookout.Configuration.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Identity.Storage;

/// <summary>
/// Who is enrolled. One thread owns the database; requests wait in a queue of <see cref="Capacity"/>, and a full one refuses. Everybody
/// else reads <see cref="Roster"/>, which is replaced after each change that is on the disk.
/// </summary>
internal sealed partial class PeopleStore : IDisposable
{
    public const int Capacity = 64;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(3);

    private readonly string _path;
    private readonly RecognitionSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<Action<PeopleDatabase?>> _jobs = Channel.CreateBounded<Action<PeopleDatabase?>>(Capacity);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private volatile Roster _roster = Roster.Empty;
    private volatile string _reason = "The database of people is being opened.";
    private volatile bool _ready;
    private int _sweepWaits;

    public PeopleStore(string dataDirectory, RecognitionSettings settings, TimeProvider time, ILogger logger)
    {
        _path = PeopleFile.PathIn(dataDirectory);
        _settings = settings;
        _time = time;
        _logger = logger;
        _thread = new Thread(Run) { Name = "people", IsBackground = true };
    }

    public Roster Roster => _roster;

    /// <summary>Whether the database is open.</summary>
    public bool Ready => _ready;

    /// <summary>Why it is not, or what has to be known although it is; else empty.</summary>
    public string Reason => _reason;

    /// <summary>Completed once it was opened, or could not be for the first time.</summary>
    public Task Tried => _tried.Task;

    public void Start() => _thread.Start();

    public void Dispose()
    {
        if (_stopping.IsCancellationRequested) return;
        _stopping.Cancel();
        _jobs.Writer.TryComplete();
        if (_thread.IsAlive) _thread.Join(JoinTimeout);
        _stopping.Dispose();
    }

    private Task<Outcome<T>> AskAsync<T>(Func<PeopleDatabase, Outcome<T>> job)
    {
        if (!_ready) return Task.FromResult<Outcome<T>>(new Refused(Refusal.Unavailable, _reason));
        var answer = new TaskCompletionSource<Outcome<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool queued = _jobs.Writer.TryWrite(database =>
        {
            try
            {
                answer.SetResult(database is null ? new Refused(Refusal.Unavailable, _reason) : job(database));
            }
            catch (Exception e) when (e is PeopleStorageException or SqliteException)
            {
                PeopleStorageException explained = e as PeopleStorageException ?? PeopleFile.Explain((SqliteException)e, _path);
                answer.SetResult(new Refused(Refusal.Unavailable, explained.Message));
                throw explained;
            }
        });
        return queued ? answer.Task : Task.FromResult<Outcome<T>>(new Refused(Refusal.Unavailable, "Too much is asked of the database of people at once; try again."));
    }

    private void Run()
    {
        while (!_stopping.IsCancellationRequested)
        {
            TimeSpan pause = Retry;
            try
            {
                using MasterKey? master = ReadKey();
                if (master is not null) Serve(master);
            }
            catch (PeopleStorageException e)
            {
                Close(e.Message);
                if (e.Fault == StorageFault.Damaged && PutAside()) pause = TimeSpan.Zero;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
            {
                Close($"The database of people cannot be used: {e.Message}");
            }

            if (pause > TimeSpan.Zero) _tried.TrySetResult();
            _ready = false;
            while (_jobs.Reader.TryRead(out Action<PeopleDatabase?>? job)) job(null);
            _stopping.Token.WaitHandle.WaitOne(pause);
        }
    }

    // A key is made only where nothing was ever sealed: another one would not open what is there.
    private MasterKey? ReadKey()
    {
        string path = _settings.KeyFile.Length > 0 ? _settings.KeyFile : Path.Combine(Path.GetDirectoryName(_path)!, "people.key");
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        if (_settings.KeyFile.Length == 0 && !File.Exists(path) && !File.Exists(_path) && PeopleFile.Aside(_path).Length == 0)
        {
            KeyFile.Make(path);
            IdentityLog.KeyMade(_logger, path);
        }

        MasterKey? master = KeyFile.Read(path, out string problem);
        if (master is null) Close(problem);
        return master;
    }

    private void Serve(MasterKey master)
    {
        using var database = new PeopleDatabase(PeopleFile.Open(_path, master), master);
        _roster = database.Load(_time.GetUtcNow());
        _reason = Notice(database);
        _ready = true;
        IdentityLog.Opened(_logger, _roster.People.Length);
        _tried.TrySetResult();
        ITimer sweeping = _time.CreateTimer(_ => AskForSweep(), null, SweepEvery, SweepEvery);
        using (sweeping)
        {
            // Answers are set inside a job, so that nobody waits for one that was never begun.
            while (_jobs.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (_jobs.Reader.TryRead(out Action<PeopleDatabase?>? job)) Do(job, database);
            }
        }
    }

    // A disk that is full today is none of the database's fault: it stays open.
    private void Do(Action<PeopleDatabase?> job, PeopleDatabase database)
    {
        try
        {
            job(database);
        }
        catch (PeopleStorageException e) when (e.Fault != StorageFault.Damaged)
        {
            IdentityLog.Refused(_logger, e.Message);
        }
    }

    private void AskForSweep()
    {
        if (Interlocked.Exchange(ref _sweepWaits, 1) == 0 && !_jobs.Writer.TryWrite(Sweep)) Volatile.Write(ref _sweepWaits, 0);
    }

    private void Sweep(PeopleDatabase? database)
    {
        Volatile.Write(ref _sweepWaits, 0);
        if (database is null) return;
        DateTimeOffset now = _time.GetUtcNow();
        try
        {
            if (database.Sweep(now)) _roster = database.Load(now);
        }
        catch (SqliteException e)
        {
            throw PeopleFile.Explain(e, _path);
        }
    }

    private string Notice(PeopleDatabase database)
    {
        string[] aside = PeopleFile.Aside(_path);
        if (aside.Length > 0)
        {
            return $"The database of people was damaged and put aside as {aside[^1]}. Those who were enrolled in it are not known any more: put a copy from before in its place, or enrol them again; then delete that file.";
        }

        return database.Unreadable == 0 ? "" : $"{database.Unreadable} entries of the database of people were changed from outside and are left out. Put a copy from before back.";
    }

    private void Close(string reason)
    {
        if (_ready || reason != _reason) IdentityLog.Closed(_logger, reason);
        _ready = false;
        _reason = reason;
        _roster = Roster.Empty;
    }

    private bool PutAside()
    {
        try
        {
            IdentityLog.PutAside(_logger, PeopleFile.PutAside(_path, _time.GetUtcNow()));
            return true;
        }
        catch (IOException e)
        {
            Close($"The database of people is damaged and cannot be put aside: {e.Message}");
            return false;
        }
    }
}
