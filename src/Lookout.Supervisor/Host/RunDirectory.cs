using Lookout.Native.Posix;

namespace Lookout.Supervisor.Host;

/// <summary>
/// The directory of run-time files, made and locked for this run. Holding it is what makes this the only Lookout that uses
/// it: the lock is the kernel's (flock) and so goes with the process, however that ends.
/// </summary>
public sealed class RunDirectory : IDisposable
{
    private const int WritableByOthers = 0b000_010_010;

    private readonly FileStream _lock;
    private readonly string _socket;

    private RunDirectory(FileStream heldLock, string socket)
    {
        _lock = heldLock;
        _socket = socket;
    }

    /// <summary>
    /// Makes the directory (0700) if need be, checks that nobody else can put files into it, takes its lock and removes a
    /// stale socket. Null when that fails; then <paramref name="problem"/> says why, and what to do.
    /// </summary>
    public static RunDirectory? TryTake(string path, string socket, out string problem)
    {
        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be made: {exception.Message}. Set LOOKOUT_RUN_DIR to a directory of your own.";
            return null;
        }
        if (!IsOurs(path, out problem)) return null;
        try
        {
            // .NET takes flock(LOCK_EX | LOCK_NB) for FileShare.None and opens with O_CLOEXEC, so no worker inherits it.
            var held = new FileStream(Path.Combine(path, "lookout.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.Delete(socket);
            return new RunDirectory(held, socket);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception is UnauthorizedAccessException
                ? $"{path} cannot be written to: {exception.Message}"
                : $"another 'lookout run' uses {path}. Stop it, or set LOOKOUT_RUN_DIR to another directory.";
            return null;
        }
    }

    /// <summary>Removes the socket and gives the directory back. The lock file stays: removing it would race with its next holder.</summary>
    public void Dispose()
    {
        File.Delete(_socket);
        _lock.Dispose();
    }

    // In /tmp anybody could have been there first.
    private static bool IsOurs(string path, out string problem)
    {
        problem = "";
        if (!FileStatus.TryRead(path, out FileStatus status) || !status.IsDirectory) problem = $"{path} is not a directory.";
        else if (status.UserId != CurrentProcess.UserId) problem = $"{path} belongs to user {status.UserId}, not to {CurrentProcess.UserId}.";
        else if ((status.Permissions & WritableByOthers) != 0) problem = $"{path} can be written to by others (mode {Convert.ToString(status.Permissions, 8)}); run 'chmod go-w {path}'.";
        if (problem.Length > 0) problem += " Set LOOKOUT_RUN_DIR to a directory of your own.";
        return problem.Length == 0;
    }
}
