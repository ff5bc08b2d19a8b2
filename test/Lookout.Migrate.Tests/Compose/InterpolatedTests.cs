using Lookout.Migrate.Compose;

namespace Lookout.Migrate.Tests.Compose;

public sealed class InterpolatedTests
{
    [Theory]
    [InlineData("/tmp/x", "/tmp/x")]
    [InlineData("$$HOME", "$HOME")]
    [InlineData("${DIR:-/tmp}/x", "/tmp/x")]
    [InlineData("${DIR-/tmp}", "/tmp")]
    [InlineData("${A:-${B:-/run}}/x", "/run/x")]
    [InlineData("5$", "5$")]
    public void Defaults_are_taken_at_their_word(string text, string known) => Assert.Equal(known, Interpolated.Of(text).Known);

    [Theory]
    [InlineData("$DIR")]
    [InlineData("${DIR}/x")]
    [InlineData("${DIR:?say where}")]
    [InlineData("${DIR")]
    public void Variable_without_default_hides_what_it_holds(string text) => Assert.Null(Interpolated.Of(text).Known);

    [Theory]
    [InlineData("${DIR}/a.sock", "/tmp/a.sock", true)]
    [InlineData("${DIR}/a.sock", "/tmp/b.sock", false)]
    [InlineData("/run/$A/$B", "/run/x/y", true)]
    [InlineData("/run/$A/$B", "/tmp/x/y", false)]
    [InlineData("/tmp/a$X", "/tmp/a", true)]
    public void Hidden_text_may_or_may_not_be_a_path(string text, string path, bool could) => Assert.Equal(could, Interpolated.Of(text).CouldBe(path));

    [Fact]
    public void Colons_inside_a_variable_do_not_split() => Assert.Equal(["${A:-/x}", "/y", "ro"], Interpolated.SplitAtColons("${A:-/x}:/y:ro"));
}
