namespace Lookout.Configuration.Yaml;

/// <summary>What a configuration may weigh. A real one is three levels deep and a few kilobytes long.</summary>
internal static class YamlLimits
{
    public const int Bytes = 256 * 1024;
    public const int Depth = 16;
    public const int Nodes = 20_000;
}
