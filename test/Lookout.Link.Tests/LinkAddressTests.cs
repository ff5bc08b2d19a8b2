using System.Net.Sockets;

namespace Lookout.Link.Tests;

public class LinkAddressTests
{
    [Fact]
    public void Socket_is_private_and_goes_away_with_the_server()
    {
        using var at = new TempSocket();
        string nested = Path.Combine(Path.GetDirectoryName(at.Path)!, "run", "link.sock");
        using (var server = new LinkServer(nested, new Hello(LinkProtocol.Version, "n", "i", 1, []), new RecordingCommands(), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance))
        {
            server.Start();
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(nested));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(nested)!));
        }

        Assert.False(File.Exists(nested));
    }

    [Fact]
    public void Socket_of_a_dead_server_is_replaced()
    {
        using var at = new TempSocket();
        LeaveStaleSocket(at.Path);
        Assert.True(File.Exists(at.Path));
        using LinkServer server = LinkTests.StartServer(at);
        using RawPeer peer = RawPeer.Admitted(at, "0123456789abcdef");
    }

    [Fact]
    public void Socket_of_a_living_server_is_left_to_it()
    {
        using var at = new TempSocket();
        using LinkServer server = LinkTests.StartServer(at);
        var e = Assert.Throws<IOException>(() => LinkTests.StartServer(at));
        Assert.Contains("another camera-server listens", e.Message, StringComparison.Ordinal);
        using RawPeer peer = RawPeer.Admitted(at, "0123456789abcdef");
    }

    [Fact]
    public void File_that_is_no_socket_is_left_alone()
    {
        using var at = new TempSocket();
        File.WriteAllText(at.Path, "precious");
        Assert.Throws<IOException>(() => LinkTests.StartServer(at));
        Assert.Equal("precious", File.ReadAllText(at.Path));
    }

    [Fact]
    public void Directory_others_may_write_is_refused()
    {
        using var at = new TempSocket();
        string directory = Path.GetDirectoryName(at.Path)!;
        File.SetUnixFileMode(directory, File.GetUnixFileMode(directory) | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        Assert.Contains("chmod 0700", Assert.Throws<IOException>(() => LinkTests.StartServer(at)).Message, StringComparison.Ordinal);
    }

    // What kill -9 leaves: .NET removes the file when it disposes a bound socket, so it is moved away meanwhile.
    private static void LeaveStaleSocket(string path)
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path));
            dead.Listen();
            File.Move(path, path + ".kept");
        }

        File.Move(path + ".kept", path);
    }
}
