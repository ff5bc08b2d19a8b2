using Lookout.CameraService.Whip;
using Lookout.Configuration.Settings;

namespace Lookout.CameraService.Tests.Whip;

public sealed class WhipTokenTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Token_of_the_settings_or_none_is_taken_as_it_is()
    {
        Assert.True(WhipToken.TryRead(new PublishSettings("a", "http://a/", "abc", null), out string? token, out _));
        Assert.Equal("abc", token);
        Assert.True(WhipToken.TryRead(new PublishSettings("a", "http://a/", null, null), out token, out _));
        Assert.Null(token);
    }

    [Fact]
    public void File_is_read_anew_each_time_and_its_line_ends_are_not_the_token()
    {
        foreach (string text in new[] { "abc\n", "  d-E.f~1+/==\r\n" })
        {
            File.WriteAllText(_file, text);
            Assert.True(WhipToken.TryRead(FromFile(_file), out string? token, out _));
            Assert.Equal(text.Trim(), token);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\nX-Header: b")]
    [InlineData("\u00e4")]
    public void What_is_no_token_goes_into_no_header(string text)
    {
        File.WriteAllText(_file, text);
        Assert.False(WhipToken.TryRead(FromFile(_file), out _, out string problem));
        Assert.Contains(_file, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_and_missing_files_are_told()
    {
        File.WriteAllText(_file, new string('a', 100_000));
        Assert.False(WhipToken.TryRead(FromFile(_file), out _, out _));
        Assert.False(WhipToken.TryRead(FromFile("/nowhere/token"), out _, out string problem));
        Assert.Contains("cannot be read", problem, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private static PublishSettings FromFile(string path) => new("a", "http://a/", null, path);
}
