using Lookout.Migrate.Files;
using Lookout.Native.Posix;

namespace Lookout.Migrate.Tests.Files;

public sealed class PathWriterTests : IDisposable
{
    private static readonly byte[] Content = "one\r\ntwo"u8.ToArray();

    private readonly string _directory = Directory.CreateTempSubdirectory("lookout-files-").FullName;

    private string Target => Path.Combine(_directory, "file");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Every_kind_can_become_every_other_and_is_read_as_it_was_written()
    {
        PathState[] states =
        [
            PathState.Absent,
            PathState.File(Content, 0b110_100_000, CurrentProcess.UserId, 0),
            PathState.Link("/dev/null"),
            PathState.Link("nowhere/../at all"),
            PathState.File([], 0b111_101_101, CurrentProcess.UserId, 0),
        ];
        foreach (PathState from in states)
        {
            foreach (PathState to in states)
            {
                Become(from);
                Become(to);
                Assert.Equal(to.Print, PathState.Read(Target).Print);
            }
        }
    }

    [Fact]
    public void Attributes_come_back_where_the_file_system_has_them()
    {
        PathState plain = PathState.File(Content, 0b110_100_000, CurrentProcess.UserId, 0);
        Become(plain);
        bool hasAttributes = ExtendedAttributes.TryWrite(Target, "user.lookout", "x"u8);
        PathState marked = PathState.Read(Target);
        Become(PathState.Link("/dev/null"));

        Become(marked);

        Assert.Equal(marked.Print, PathState.Read(Target).Print);
        Assert.Equal(hasAttributes, marked.Attributes?.ContainsKey("user.lookout") ?? false);
    }

    [Fact]
    public void Leftover_of_a_crash_goes_and_a_planted_link_is_not_followed()
    {
        string victim = Path.Combine(_directory, "victim");
        File.WriteAllText(victim, "mine");
        File.CreateSymbolicLink(PathWriter.TempOf(Target), victim);

        Become(PathState.File(Content, 0b110_100_000, CurrentProcess.UserId, 0));

        Assert.Equal("mine", File.ReadAllText(victim));
        Assert.False(Path.Exists(PathWriter.TempOf(Target)));
    }

    [Fact]
    public void Directory_that_is_not_empty_is_not_removed()
    {
        Become(PathState.Directory(0b111_101_101));
        File.WriteAllText(Path.Combine(Target, "left"), "");
        var refusal = Assert.Throws<MigrationException>(() => Become(PathState.Absent));
        Assert.Contains("is not empty", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_content_is_noticed()
    {
        var contents = new ContentStore(_directory);
        string hash = contents.Put(Content);
        Assert.Equal(Content, contents.Get(hash));
        File.WriteAllText(contents.PathOf(hash), "other");
        Assert.Throws<MigrationException>(() => contents.Get(hash));
        Assert.Equal(hash, contents.Put(Content));
        Assert.Equal(Content, contents.Get(hash));
    }

    private void Become(PathState state) => PathWriter.Become(Target, state, hash => hash == PathState.Hash(Content) ? Content : []);
}
