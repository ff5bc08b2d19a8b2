using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Tests.Boxes;

/// <summary>The executable: the published one where it is newer than the sources, else the one this project had built.</summary>
internal static class Product
{
    public static string Path { get; } = Find();

    /// <summary>Keeps a runtime that compiles as it goes from making files of its own.</summary>
    public static Dictionary<string, string> Quiet { get; } = new() { ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_EnableDiagnostics"] = "0" };

    /// <summary>'lookout migrate' on a machine.</summary>
    public static CommandResult Run(FakeBox box, params string[] arguments) => (new Tool(Path) { Variables = Quiet }).Run(TimeSpan.FromMinutes(1), ["migrate", .. arguments, "--root", box.Root]);

    private static string Find()
    {
        string root = Root();
        string published = System.IO.Path.Combine(root, "out/lookout/lookout");
        DateTime written = Directory.EnumerateFiles(System.IO.Path.Combine(root, "src/Lookout.Migrate"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Max(File.GetLastWriteTimeUtc);
        return File.Exists(published) && File.GetLastWriteTimeUtc(published) > written
            ? published
            : System.IO.Path.Combine(root, "src/Lookout/bin/Release/net10.0/lookout");
    }

    private static string Root()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Lookout.slnx"))) return at.FullName;
        }
        throw new DirectoryNotFoundException($"no Lookout.slnx above {AppContext.BaseDirectory}");
    }
}
