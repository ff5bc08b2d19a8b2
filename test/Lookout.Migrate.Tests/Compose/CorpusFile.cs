using Lookout.Migrate.Compose;

namespace Lookout.Migrate.Tests.Compose;

/// <summary>A compose file of the corpus: NAME.before.yml, and NAME.after.yml or, where it must be refused, NAME.refused.txt.</summary>
internal sealed record CorpusFile(string Name)
{
    /// <summary>What messages call it; its place does not matter.</summary>
    public const string FileName = "docker-compose.yml";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Compose", "Corpus");

    public static IEnumerable<CorpusFile> All { get; } =
        [.. Directory.GetFiles(Folder, "*.before.yml").Select(path => new CorpusFile(Path.GetFileName(path)[..^".before.yml".Length])).OrderBy(file => file.Name, StringComparer.Ordinal)];

    public static IEnumerable<CorpusFile> Edited => All.Where(file => File.Exists(file.At("after.yml")));

    public byte[] Before => File.ReadAllBytes(At("before.yml"));

    public byte[] After => File.ReadAllBytes(At("after.yml"));

    public string Refusal => File.ReadAllText(At("refused.txt")).TrimEnd('\n');

    /// <summary>What is wanted of the file: a few of them try one wish more.</summary>
    public ComposeEdit Edit => new()
    {
        Service = "camera-service",
        SocketPath = "/tmp/native_inference.sock",
        Image = "lookout:1.0",
        Groups = [44],
        Environment = Name.StartsWith("environment-", StringComparison.Ordinal) ? new Dictionary<string, string> { ["LOOKOUT_LOG"] = "debug" } : [],
        NvidiaRuntime = Name == "jetson" ? "nvidia" : null,
    };

    public string At(string suffix) => Path.Combine(Folder, $"{Name}.{suffix}");
}
