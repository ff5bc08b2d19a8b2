using Lookout.Native.Posix;

namespace Lookout.Native.Tests.Posix;

public sealed class FileStatusTests
{
    [Fact]
    public void Another_file_at_the_same_path_is_another_inode()
    {
        string path = Path.GetTempFileName(), other = Path.GetTempFileName();
        Assert.True(FileStatus.TryRead(path, out FileStatus first));
        Assert.True(FileStatus.TryRead(path, out FileStatus again));
        File.Move(other, path, overwrite: true);
        Assert.True(FileStatus.TryRead(path, out FileStatus second));
        Assert.Equal(first.Inode, again.Inode);
        Assert.NotEqual(first.Inode, second.Inode);
        Assert.False(second.IsSocket);
        File.Delete(path);
    }

    [Fact]
    public void Directory_tells_its_owner_and_mode()
    {
        string path = Path.Combine(Path.GetTempPath(), $"lookout-status-{Guid.NewGuid():N}");
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            Assert.True(FileStatus.TryRead(path, out FileStatus status));
            Assert.True(status.IsDirectory);
            Assert.Equal(CurrentProcess.UserId, status.UserId);
            Assert.Equal(0b111_000_000, status.Permissions);
            Assert.True(FileStatus.IsWritableDirectory(path));
        }
        finally
        {
            Directory.Delete(path);
        }
        Assert.False(FileStatus.TryRead(path, out _));
        Assert.False(FileStatus.IsWritableDirectory(path));
    }

    [Fact]
    public void Device_is_told_from_a_file()
    {
        Assert.True(FileStatus.TryRead("/dev/null", out FileStatus status));
        Assert.True(status.IsCharacterDevice);
        Assert.False(status.IsDirectory);
        Assert.Equal(0u, status.UserId);
        Assert.Equal(Convert.ToInt32("666", 8), status.Permissions);
        Assert.False(FileStatus.IsWritableDirectory("/dev/null"));
    }

    [Fact]
    public void Link_is_not_followed()
    {
        string link = Path.Combine(Path.GetTempPath(), $"lookout-link-{Guid.NewGuid():N}");
        File.CreateSymbolicLink(link, Path.GetTempPath());
        try
        {
            Assert.True(FileStatus.TryRead(link, out FileStatus status));
            Assert.False(status.IsDirectory);
        }
        finally
        {
            File.Delete(link);
        }
    }
}
