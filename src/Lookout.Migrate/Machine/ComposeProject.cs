namespace Lookout.Migrate.Machine;

/// <summary>A Compose project as its containers' labels tell it.</summary>
internal sealed record ComposeProject(string Name, string Directory, string Files, string Version)
{
    public bool IsFirstGeneration => Version.StartsWith("1.", StringComparison.Ordinal);
}
