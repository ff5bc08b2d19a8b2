using System.Text.RegularExpressions;

namespace Lookout.Architecture.Tests;

/// <summary>What can only be seen in the sources.</summary>
public sealed partial class SourceTests
{
    private const int MostLines = 400;

    [Fact]
    public void Namespace_is_the_folder()
    {
        foreach (string file in Repository.Files("src"))
        {
            string text = File.ReadAllText(Path.Combine(Repository.Root, file));
            Match match = FileScopedNamespace().Match(text);
            if (Path.GetFileName(file) == "Program.cs" && !match.Success) continue; // top-level statements
            string folder = Path.GetDirectoryName(file)!["src/".Length..].Replace('/', '.');
            Assert.True(match.Success && match.Groups[1].Value == folder, $"{file}: namespace {match.Groups[1].Value}, expected {folder}");
        }
    }

    [Fact]
    public void No_file_is_longer_than_a_thought()
    {
        foreach (string folder in (string[])["src", "test", "bench"])
        {
            foreach (string file in Repository.Files(folder))
                Assert.True(File.ReadLines(Path.Combine(Repository.Root, file)).Count() <= MostLines, $"{file} is longer than {MostLines} lines");
        }
    }

    [Fact]
    public void Native_calls_and_unsafe_code_are_in_native_alone()
    {
        foreach (string file in Repository.Files("src").Where(file => !file.StartsWith("src/Lookout.Native/", StringComparison.Ordinal)))
            Assert.DoesNotContain(Repository.CodeLines(file), line => NativeCode().IsMatch(line));
    }

    [Fact]
    public void Imports_are_in_files_that_hold_nothing_else()
    {
        foreach (string file in Repository.Files("src/Lookout.Native"))
        {
            bool imports = Repository.CodeLines(file).Any(line => line.Contains("[LibraryImport(", StringComparison.Ordinal) || line.Contains("[DllImport(", StringComparison.Ordinal));
            if (imports) Assert.EndsWith("Native.cs", file, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Processes_are_started_by_the_supervisor_and_the_migration_alone_and_never_by_a_shell()
    {
        foreach (string file in Repository.Files("src"))
        {
            // The migration's one seam to systemctl and docker; it never runs in the container.
            bool mayStart = file.StartsWith("src/Lookout.Supervisor/", StringComparison.Ordinal) || file == "src/Lookout.Migrate/Machine/Tool.cs";
            if (!mayStart)
                Assert.DoesNotContain(Repository.CodeLines(file), line => line.Contains("ProcessStartInfo", StringComparison.Ordinal) || line.Contains("Process.Start(", StringComparison.Ordinal));
            Assert.DoesNotContain(Repository.CodeLines(file), line => ShellExecute().IsMatch(line));
        }
    }

    [Fact]
    public void No_type_is_named_for_helping_or_managing()
    {
        foreach (string file in Repository.Files("src"))
            Assert.DoesNotMatch("(Helper|Helpers|Manager|Util|Utils|Utility)$", Path.GetFileNameWithoutExtension(file));
    }

    [Fact]
    public void No_regions_and_no_promises()
    {
        foreach (string file in Repository.Files("src"))
            Assert.DoesNotContain(File.ReadLines(Path.Combine(Repository.Root, file)), line => RegionOrPromise().IsMatch(line));
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex FileScopedNamespace();

    [GeneratedRegex(@"\bunsafe\b|\[(DllImport|LibraryImport)\b|\bNativeLibrary\.|\bUnmanagedCallersOnly\b")]
    private static partial Regex NativeCode();

    [GeneratedRegex(@"UseShellExecute\s*=\s*true")]
    private static partial Regex ShellExecute();

    [GeneratedRegex(@"^\s*#(region|endregion)\b|\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex RegionOrPromise();
}
