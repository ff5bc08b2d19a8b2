using Lookout.Configuration.Reading;

namespace Lookout.Configuration.Tests.Reading;

public sealed class NearestWordTests
{
    [Theory]
    [InlineData("souce", "source")]
    [InlineData("suorce", "source")]
    [InlineData("Source", "source")]
    [InlineData("rotat", "rotate")]
    [InlineData("kamera", null)]
    [InlineData("", null)]
    public void Typo_finds_the_word_it_meant(string word, string? meant) =>
        Assert.Equal(meant, NearestWord.Find(word, ["source", "rotate", "detect"]));

    [Fact]
    public void Endless_word_is_not_compared() => Assert.Null(NearestWord.Find(new string('a', 100_000), ["a"]));
}
