using Lookout.Native.Posix;

namespace Lookout.Native.Tests.Posix;

public sealed class DurableNameTests
{
    [Fact]
    public void Rename_replaces_and_tells_what_is_wrong()
    {
        string directory = Directory.CreateTempSubdirectory("lookout-name-").FullName;
        try
        {
            string from = Path.Combine(directory, "from");
            string to = Path.Combine(directory, "to");
            File.WriteAllText(from, "new");
            File.WriteAllText(to, "old");
            DurableName.Rename(from, to);
            Assert.Equal("new", File.ReadAllText(to));
            Assert.False(File.Exists(from));
            Assert.Contains("No such file", Assert.Throws<IOException>(() => DurableName.Rename(from, to)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
