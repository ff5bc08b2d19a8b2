using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Lookout.Native.Posix;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// The listening socket and its file: mode 0660, in a directory that somebody else made. The file is taken only from a server that is
/// gone, and removed only while it is still ours: after a roll-back another server may have put its own there.
/// </summary>
internal sealed class LegacyAddress : IDisposable
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const int Backlog = 8;
    private readonly string _path;
    private readonly ulong _inode;

    private LegacyAddress(string path, Socket listener, ulong inode) => (_path, Listener, _inode) = (path, listener, inode);

    public Socket Listener { get; }

    /// <summary>Whether clients that connect to the path come to us.</summary>
    public bool IsOurs => FileStatus.TryRead(_path, out FileStatus status) && status.IsSocket && status.Inode == _inode;

    /// <exception cref="IOException">The path cannot be had now; the message says why.</exception>
    public static LegacyAddress Listen(string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory)) throw new IOException($"there is no directory {directory}");
        RemoveStale(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            FileStatus.TryRead(path, out FileStatus status);
            // Nobody can connect before listen(2), so the mode is right before it matters.
            File.SetUnixFileMode(path, OwnerAndGroup);
            listener.Listen(Backlog);
            return new LegacyAddress(path, listener, status.Inode);
        }
        catch (Exception e) when (e is SocketException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new IOException($"cannot listen on {path}: {e.Message}", e);
        }
    }

    [SuppressMessage("Usage", "CA1816", Justification = "It is the listener's own way of being disposed that must not run.")]
    public void Dispose()
    {
        if (IsOurs) File.Delete(_path);
        // Socket.Dispose removes whatever is at the path it was bound to, and that may be another server's socket by now.
        GC.SuppressFinalize(Listener);
        Listener.SafeHandle.Dispose();
    }

    private static void RemoveStale(string path)
    {
        if (!FileStatus.TryRead(path, out FileStatus status)) return;
        if (!status.IsSocket) throw new IOException($"{path} exists and is no socket; it is left alone");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            Remove(path);
            return;
        }
        catch (SocketException e)
        {
            throw new IOException($"cannot tell whether anybody listens on {path}: {e.Message}", e);
        }
        throw new IOException($"another process listens on {path}; stop it, or name another path as legacy.socket");
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path} is left over from another server and cannot be removed: {e.Message}", e);
        }
    }
}
