using System.Diagnostics;
using Lookout.Native.Posix;

namespace Lookout.Migrate.Machine;

/// <summary>
/// The machine that is migrated: its files under one root, its programs, its clock and the person who watches. Every effect of
/// the migration goes through here, so a test can be any machine; with a root other than '/' no program outside it is ever run.
/// </summary>
internal sealed class Box
{
    private static readonly string[] ProgramDirectories = ["/usr/local/bin", "/usr/bin", "/bin", "/snap/bin"];
    private const int WritableByOthers = 0b000_010_010;

    private readonly string _root;
    private readonly TextWriter _report;

    /// <param name="root">Absolute path of the machine's root; "/" for this machine.</param>
    /// <param name="report">Where progress is told.</param>
    public Box(string root, TextWriter report)
    {
        _root = root.TrimEnd('/');
        _report = report;
    }

    public Patience Patience { get; init; } = new();

    /// <summary>Cancelled when a person or systemd asks us to stop: the step under way ends, then the box is put back.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The executable that the recovery unit starts.</summary>
    public string Self { get; init; } = Environment.ProcessPath ?? "/usr/local/bin/lookout";

    /// <summary>Where a path of the machine lies for us.</summary>
    public string At(string path) => _root + path;

    /// <summary>The path of the machine that lies there for us; the opposite of <see cref="At"/>.</summary>
    public string Inside(string path) => path.StartsWith(_root + "/", StringComparison.Ordinal) ? path[_root.Length..] : path;

    public bool Exists(string path) => FileStatus.TryRead(At(path), out _);

    /// <summary>Finds a program; null when the machine has none, or one that others than root could have written.</summary>
    public Tool? Find(string name)
    {
        foreach (string directory in ProgramDirectories)
        {
            string path = At($"{directory}/{name}");
            if (!FileStatus.TryRead(path, out FileStatus status)) continue;
            // A link that leads out of the root would lead to this machine's own.
            string? real = status.IsSymbolicLink ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : path;
            if (real is null || !real.StartsWith(_root + "/", StringComparison.Ordinal) || !FileStatus.TryRead(real, out status) || !status.IsRegularFile) continue;
            bool trusted = status.UserId == 0 || status.UserId == CurrentProcess.UserId;
            if (trusted && (status.Permissions & WritableByOthers) == 0) return new Tool(path);
        }
        return null;
    }

    /// <summary>Tells the person who watches. Nobody watching, or a full disk behind the pipe, changes nothing.</summary>
    public void Say(string line)
    {
        try
        {
            _report.WriteLine(line);
            _report.Flush();
        }
        catch (IOException)
        {
            // The journal knows; the watcher has gone.
        }
    }

    /// <summary>Looks again and again until it is so. False when the time is over.</summary>
    public bool WaitUntil(TimeSpan limit, Func<bool> isSo)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(start) >= limit) return false;
            Thread.Sleep(Patience.Poll);
        }
        return true;
    }
}
