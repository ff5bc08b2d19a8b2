using System.Net.Sockets;
using Lookout.CameraServer.Legacy;

namespace Lookout.CameraServer.Tests.Legacy;

public sealed class LegacyAddressTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lookout-legacy-").FullName;

    private string At => Path.Combine(_folder, "native.sock");

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private string Refusal() => Assert.Throws<IOException>(() => LegacyAddress.Listen(At)).Message;

    [Fact]
    public void It_is_for_owner_and_group_and_gone_at_the_end()
    {
        using (LegacyAddress address = LegacyAddress.Listen(At))
        {
            Assert.True(address.IsOurs);
            Assert.Equal(Convert.ToInt32("660", 8), (int)File.GetUnixFileMode(At));
        }
        Assert.False(File.Exists(At));
    }

    [Fact]
    public void A_socket_whose_server_died_is_taken_over()
    {
        // Disposing a .NET socket would remove its file, which a killed server does not.
        LeaveBehind();
        Assert.True(File.Exists(At));
        using LegacyAddress address = LegacyAddress.Listen(At);
        using Socket client = NewSocket();
        client.Connect(new UnixDomainSocketEndPoint(At));
    }

    [Fact]
    public void A_socket_on_which_another_listens_is_left_to_it()
    {
        using LegacyAddress other = LegacyAddress.Listen(At);
        Assert.Contains("another process listens on", Refusal(), StringComparison.Ordinal);
        Assert.True(other.IsOurs);
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        File.WriteAllText(At, "mine");
        Assert.Contains("is no socket", Refusal(), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(At));
    }

    [Fact]
    public void A_directory_that_is_missing_is_not_made()
    {
        Directory.Delete(_folder);
        Assert.Equal($"there is no directory {_folder}", Refusal());
        Assert.False(Directory.Exists(_folder));
        Directory.CreateDirectory(_folder);
    }

    [Fact]
    public void A_socket_that_another_server_put_there_meanwhile_stays()
    {
        using (LegacyAddress address = LegacyAddress.Listen(At))
        {
            File.Delete(At);
            using LegacyAddress newer = LegacyAddress.Listen(At);
            Assert.False(address.IsOurs);
            address.Dispose();
            Collect();
            Assert.True(newer.IsOurs);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void LeaveBehind()
    {
        LegacyAddress dead = LegacyAddress.Listen(At);
        File.Move(At, At + ".kept");
        dead.Dispose();
        File.Move(At + ".kept", At);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
