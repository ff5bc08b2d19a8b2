namespace Lookout.Migrate.Compose.Yaml;

/// <summary>What a compose file may weigh. A real one is a few kilobytes long and under ten levels deep.</summary>
internal static class YamlLimits
{
    public const int Bytes = 1024 * 1024;
    public const int Depth = 32;
    public const int Nodes = 50_000;
}
