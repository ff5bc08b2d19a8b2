using System.Text;

namespace Lookout.Configuration.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Fact]
    public void Billion_laughs_are_refused_at_their_first_anchor()
    {
        var bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char name = 'b'; name <= 'i'; name++) bomb.Append(name).Append(": &").Append(name).Append(" [").AppendJoin(',', Enumerable.Repeat("*" + (char)(name - 1), 9)).Append("]\n");
        ConfigResult result = ConfigLoader.Parse(bomb.ToString(), "bomb.yml", Machine.With());
        Assert.Null(result.Settings);
        Assert.StartsWith("bomb.yml:1:4: a: found an anchor", result.Problems[1].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Deep_nesting_is_refused(string opening)
    {
        ConfigResult result = ConfigLoader.Parse("http: \n " + string.Concat(Enumerable.Repeat(opening, 5_000)), "deep.yml", Machine.With());
        Assert.Contains("nested more than 16 deep", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_list_is_refused()
    {
        ConfigResult result = ConfigLoader.Parse("webrtc: { hosts: [" + string.Concat(Enumerable.Repeat("a,", 50_000)) + "] }", "long.yml", Machine.With());
        Assert.Contains("more than 20000 values", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousand_errors_are_counted_and_not_all_told()
    {
        string text = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"key{i}: 1\n"));
        ConfigResult result = ConfigLoader.Parse(text, "many.yml", Machine.With());
        Assert.Equal(101, result.Problems.Count);
        Assert.Equal("many.yml: and 900 more", result.Problems[^1].ToString());
    }

    [Fact]
    public void Type_tag_names_nothing_to_run()
    {
        ConfigResult result = ConfigLoader.Parse("http: !<tag:yaml.org,2002:python/object/apply:os.system> [ reboot ]\n", "tag.yml", Machine.With());
        Assert.Contains(result.Problems, problem => problem.ToString() == "tag.yml:1:7: http: found a tag (!), expected a plain value: tags are not used here");
    }
}
