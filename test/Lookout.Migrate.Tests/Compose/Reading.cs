using Lookout.Migrate.Compose.Text;
using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Tests.Compose;

/// <summary>What a compose file says, to compare two of them.</summary>
internal static class Reading
{
    public static YamlValue Of(byte[] text)
    {
        Assert.True(SourceText.TryDecode(text, out SourceText? source, out _, out _));
        var document = new YamlDocument(CorpusFile.FileName, source!);
        Assert.True(YamlReader.TryRead(document), document.Problem?.ToString());
        return YamlValue.Of(document.Root);
    }

    /// <summary>Asserts that an edit touched the one service, mounts of its clients, and named volumes; nothing else.</summary>
    public static void AssertOnlyTheServiceChanged(byte[] before, byte[] after, string service)
    {
        YamlValue old = Of(before), now = Of(after);
        foreach ((string key, YamlValue value) in old.Keys!.Where(pair => pair.Key is not ("services" or "volumes")))
            Assert.True(now.Keys![key].Says(value), $"'{key}' says something else");
        foreach ((string name, YamlValue value) in old.Keys!["services"].Keys!.Where(pair => pair.Key != service))
        {
            YamlValue other = now.Keys!["services"].Keys![name];
            if (value.Keys is null)
            {
                Assert.True(other.Says(value), $"'{name}' says something else");
                continue;
            }
            Assert.Equal(value.Keys.Keys.Order(StringComparer.Ordinal), other.Keys!.Keys.Order(StringComparer.Ordinal));
            foreach ((string key, YamlValue part) in value.Keys)
                Assert.True(other.Keys[key].Says(part) || IsClientsMount(key, part, other.Keys[key]), $"'{key}' of '{name}' says something else");
        }
        if (old.Keys.TryGetValue("volumes", out YamlValue? volumes) && volumes.Keys is not null)
            Assert.All(volumes.Keys, pair => Assert.True(now.Keys!["volumes"].Keys![pair.Key].Says(pair.Value)));
    }

    private static bool IsClientsMount(string key, YamlValue old, YamlValue now) =>
        key == "volumes" && old.Items!.Count == now.Items!.Count
        && old.Items.Zip(now.Items).All(pair => pair.First.Says(pair.Second) || pair.Second.Text?.StartsWith("lookout-legacy:", StringComparison.Ordinal) == true);
}
