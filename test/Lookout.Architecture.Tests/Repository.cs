using System.Xml.Linq;

namespace Lookout.Architecture.Tests;

/// <summary>The sources these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    public static string Source => Path.Combine(Root, "src");

    /// <summary>Names of the projects under src.</summary>
    public static string[] Projects { get; } =
        [.. Directory.GetFiles(Source, "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    public static XDocument ProjectFile(string project) => XDocument.Load(Path.Combine(Source, project, $"{project}.csproj"));

    public static string[] References(string project) =>
    [
        .. ProjectFile(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
            .Order()
    ];

    public static string[] Packages(string project) =>
        [.. ProjectFile(project).Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!).Order()];

    /// <summary>Every C# file below the folder that a person wrote, as a path relative to the root.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>The lines of a file that are no comments.</summary>
    public static IEnumerable<string> CodeLines(string file) =>
        File.ReadLines(Path.Combine(Root, file)).Where(line => !line.AsSpan().TrimStart().StartsWith("//"));

    // Not [CallerFilePath]: a deterministic build (CI=true) writes /_/ in the root's place.
    private static string Above(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Lookout.slnx"))) return at.FullName;
        throw new DirectoryNotFoundException($"no Lookout.slnx above {folder}");
    }
}
