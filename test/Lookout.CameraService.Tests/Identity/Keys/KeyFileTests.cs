using Lookout.CameraService.Identity.Keys;
using Lookout.CameraService.Tests.Identity.Storage;
using Lookout.Configuration.Settings;

namespace Lookout.CameraService.Tests.Identity.Keys;

public sealed class KeyFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("key-");

    private string FilePath => Path.Combine(_directory.FullName, "people.key");

    [Fact]
    public void Made_key_is_for_its_owner_only_and_differs_from_the_next()
    {
        KeyFile.Make(FilePath);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        using MasterKey? first = KeyFile.Read(FilePath, out string problem);
        Assert.Equal("", problem);
        byte[] check = first!.Check();
        Assert.Throws<IOException>(() => KeyFile.Make(FilePath));
        File.Delete(FilePath);
        KeyFile.Make(FilePath);
        using MasterKey? second = KeyFile.Read(FilePath, out _);
        Assert.False(second!.Passes(check));
        Assert.Equal(["people.key"], Directory.GetFiles(_directory.FullName).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Key_that_others_can_read_or_change_is_refused(UnixFileMode others)
    {
        KeyFile.Make(FilePath);
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | others);
        Assert.Null(KeyFile.Read(FilePath, out string problem));
        Assert.Contains($"chmod 600 {FilePath}", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")] // 31 bytes
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] // 33 bytes
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_key_is_refused_with_the_way_to_make_one(string text)
    {
        Write(text);
        Assert.Null(KeyFile.Read(FilePath, out string problem));
        Assert.Contains("openssl rand -base64 32", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n")]
    public void Key_made_by_openssl_is_read(string text)
    {
        Write(text);
        using MasterKey? key = KeyFile.Read(FilePath, out string problem);
        Assert.True(key is not null, problem);
    }

    [Fact]
    public async Task Wrong_key_loses_nothing_and_the_right_one_opens_again()
    {
        using OpenStore open = await OpenStore.NewAsync();
        await open.EnrolAsync("Anna");
        open.Close();
        string aside = open.Key + ".aside";
        File.Move(open.Key, aside);
        byte[] before = File.ReadAllBytes(open.Database);

        await open.OpenAsync();
        Assert.False(open.Store.Ready);
        Assert.Contains($"There is no key file {open.Key}", open.Store.Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(open.Key)); // a new one would open nothing

        open.Close();
        KeyFile.Make(open.Key);
        await open.OpenAsync();
        Assert.False(open.Store.Ready);
        Assert.Contains("made with another key. Nothing is lost", open.Store.Reason, StringComparison.Ordinal);
        open.Close();
        Assert.Equal(before, File.ReadAllBytes(open.Database));

        File.Move(aside, open.Key, overwrite: true);
        await open.OpenAsync();
        Assert.Equal("Anna", Assert.Single(open.Store.Roster.People).Name);
    }

    [Fact]
    public async Task Named_key_file_is_never_made()
    {
        using OpenStore open = await OpenStore.NewAsync(RecognitionSettings.Off with { Enabled = true, KeyFile = FilePath });
        Assert.False(open.Store.Ready);
        Assert.Contains(FilePath, open.Store.Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(FilePath));
        KeyFile.Make(FilePath);
        await open.OpenAsync();
        Assert.True(open.Store.Ready);
        Assert.False(File.Exists(open.Key));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(open.Database));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private void Write(string text)
    {
        File.WriteAllText(FilePath, text);
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
