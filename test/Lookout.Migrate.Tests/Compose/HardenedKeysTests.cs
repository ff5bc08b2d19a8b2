using Lookout.Migrate.Compose;
using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Tests.Compose;

public sealed class HardenedKeysTests
{
    [Fact]
    public void Migrated_service_has_the_protections_of_the_file_that_ships()
    {
        Dictionary<string, YamlValue> shipped = Reading.Of(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Compose", "docker-compose.yml"))).Keys!["services"].Keys!["camera-service"].Keys!;
        var edit = new ComposeEdit { Service = "camera-service", SocketPath = "/tmp/native_inference.sock", Image = "lookout:1.0" };
        foreach ((string key, string? yaml) in HardenedKeys.For(edit).Concat(HardenedKeys.WhereAbsent.Select(pair => (pair.Key, (string?)pair.Yaml))))
        {
            if (yaml is not null) Assert.True(shipped[key].Says(HardenedKeys.Read(yaml)), $"'{key}' differs from docker-compose.yml");
            // These say how this repository builds the image and starts it; the image says so too.
            else if (key is not ("build" or "command" or "group_add")) Assert.DoesNotContain(key, shipped.Keys);
        }
        string[] ours = [.. HardenedKeys.For(edit).Select(pair => pair.Key), .. HardenedKeys.WhereAbsent.Select(pair => pair.Key), "image", "ports", "volumes"];
        Assert.Empty(shipped.Keys.Except(ours));
    }
}
