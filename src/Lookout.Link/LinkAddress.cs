using System.Net.Sockets;

namespace Lookout.Link;

/// <summary>Takes the socket's path: private directory, private file, and never from a server that is alive.</summary>
internal static class LinkAddress
{
    private const UnixFileMode OwnerOnlyDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const int Backlog = 8;

    /// <summary>Listens at <paramref name="path"/>.</summary>
    /// <exception cref="IOException">Another process listens there, the path is not a socket, or others may write the directory.</exception>
    public static Socket Listen(string path)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory, OwnerOnlyDirectory);
        if ((File.GetUnixFileMode(directory) & WritableByOthers) != 0)
        {
            throw new IOException($"{directory} may be written by other users, who could then replace the socket; run: chmod 0700 {directory}");
        }

        RemoveStale(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Between bind and listen nobody can connect, so the mode is right before it matters.
            File.SetUnixFileMode(path, OwnerOnlyFile);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"cannot listen on {path}: {e.Message}", e);
        }
    }

    private static void RemoveStale(string path)
    {
        if (!File.Exists(path)) return;
        if (!IsSocket(path)) throw new IOException($"{path} exists and is not a socket; it is left alone");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        catch (SocketException e)
        {
            throw new IOException($"cannot tell whether {path} is in use: {e.Message}", e);
        }

        throw new IOException($"another camera-server listens on {path}; stop it or set LOOKOUT_RUN_DIR to another directory");
    }

    // open(2) of a socket fails with ENXIO; everything else that exists can be opened by its owner.
    private static bool IsSocket(string path)
    {
        try
        {
            File.OpenHandle(path).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
