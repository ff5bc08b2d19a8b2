using System.Text;
using Lookout.Configuration.Problems;
using Lookout.Configuration.Reading;
using Lookout.Configuration.Settings;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration;

/// <summary>What came of reading a configuration.</summary>
/// <param name="Settings">The settings; null when there was an error.</param>
/// <param name="File">The file that was read; null when there was none.</param>
/// <param name="Problems">Errors and warnings, in the order of the file.</param>
public sealed record ConfigResult(LookoutSettings? Settings, string? File, IReadOnlyList<ConfigProblem> Problems)
{
    /// <summary>The file's text; null when there was no file, or it could not be read.</summary>
    public string? Text { get; init; }
}

/// <summary>Finds, reads and checks the configuration. It never throws for what a file or a variable holds.</summary>
public static class ConfigLoader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="file">The file to read; null looks for /config/lookout.yml, then ./lookout.yml, and does without one if there is none.</param>
    /// <param name="surroundings">The machine.</param>
    public static ConfigResult Load(string? file, Surroundings surroundings)
    {
        file ??= Discover(surroundings);
        if (file is null) return Parse("", null, surroundings);
        var problems = new ProblemList();
        return ReadText(Path.GetFullPath(file, surroundings.WorkingDirectory), file, problems) is { } text
            ? Parse(text, file, surroundings) with { Text = text }
            : new ConfigResult(null, file, problems.ToSorted());
    }

    /// <summary>
    /// For a container, which would only end and be started again for ever: with a bad file the last good configuration is
    /// used, else one without cameras, so that the page can say what is wrong. Settings are null only when the variables are bad.
    /// </summary>
    public static ConfigResult LoadOrStandIn(string? file, Surroundings surroundings)
    {
        ConfigResult result = Load(file, surroundings);
        if (result.Settings is { } settings)
        {
            if (result.Text is { } text) LastGood.TryKeep(text, settings.DataDirectory);
            return result;
        }
        string[] problems = [.. result.Problems.Where(problem => !problem.IsWarning).Select(problem => problem.ToString())];
        if (LastGood.Read(Directories.Choose(surroundings).Data) is { } kept && Parse(kept, result.File, surroundings).Settings is { } good)
            return result with { Settings = good with { Problems = problems } };
        return Parse("", result.File, surroundings).Settings is { } empty
            ? result with { Settings = empty with { Cameras = [], Problems = problems } }
            : result;
    }

    /// <summary>Reads a configuration already in memory.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">What to call it in messages, and what relative paths are relative to; null when there is no file.</param>
    /// <param name="surroundings">The machine.</param>
    public static ConfigResult Parse(string text, string? file, Surroundings surroundings)
    {
        var problems = new ProblemList();
        MappingNode? root = YamlReader.Read(text, file ?? "(default)", problems);
        if (root is null) return new ConfigResult(null, file, problems.ToSorted());
        new Substitution(surroundings.Variables, problems).Apply(root, "");
        new Overrides(surroundings.Variables, problems).Apply(root);

        Directories directories = Directories.Choose(surroundings);
        string baseDirectory = file is null
            ? surroundings.WorkingDirectory
            : Path.GetDirectoryName(Path.GetFullPath(file, surroundings.WorkingDirectory)) ?? "/";
        LookoutSettings settings = new SettingsReader(baseDirectory, directories, problems).Read(root);
        if (problems.HasErrors) return new ConfigResult(null, file, problems.ToSorted());
        if (settings.Cameras.Count == 0) settings = settings with { Cameras = DefaultCameras.Find(surroundings, directories) };
        return new ConfigResult(settings, file, problems.ToSorted());
    }

    private static string? Discover(Surroundings surroundings)
    {
        ReadOnlySpan<string> candidates = ["/config/lookout.yml", "/config/lookout.yaml", "lookout.yml", "lookout.yaml"];
        foreach (string candidate in candidates)
        {
            if (File.Exists(Path.GetFullPath(candidate, surroundings.WorkingDirectory))) return candidate;
        }
        return null;
    }

    private static string? ReadText(string path, string shown, ProblemList problems)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            var bytes = new byte[YamlLimits.Bytes + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length <= YamlLimits.Bytes)
            {
                int start = bytes.AsSpan(0, length).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
                return StrictUtf8.GetString(bytes, start, length - start);
            }
            problems.Error(Origin.OfFile(shown), "", $"found more than {YamlLimits.Bytes / 1024} KiB, expected a configuration file");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Error(Origin.OfFile(shown), "", "no such file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Error(Origin.OfFile(shown), "", $"cannot be read: {exception.Message}");
        }
        catch (DecoderFallbackException)
        {
            problems.Error(Origin.OfFile(shown), "", "found bytes that are not UTF-8, expected text in UTF-8");
        }
        return null;
    }
}
