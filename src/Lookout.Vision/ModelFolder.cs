using System.Diagnostics;
using System.Security.Cryptography;
using Lookout.Vision.Models;

namespace Lookout.Vision;

/// <summary>A folder of models with their manifests, for those who look after it.</summary>
public static class ModelFolder
{
    /// <summary>The names of its manifests, in order.</summary>
    /// <exception cref="ModelException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> Names(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFiles(directory, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(directory, $"the folder of models cannot be read ({e.Message})", "Run tools/setup/models.sh, and point models.dir at the folder it fills.", e);
        }
    }

    /// <summary>What a manifest says and whether the file beside it is the one it pins. Nothing is loaded.</summary>
    public static ModelEntry Describe(string directory, string name)
    {
        ModelManifest manifest;
        try
        {
            manifest = ModelFile.ReadManifest(ModelFile.ManifestPath(directory, name));
        }
        catch (ModelException e)
        {
            return new(name, "", "", 0, 0, 0, "", "", ModelFileState.Missing, e.Message);
        }

        string path = Path.Combine(directory, Path.GetFileName(manifest.File));
        (ModelFileState state, long bytes) = StateOf(path, manifest.Sha256);
        string? problem =
            manifest.File != Path.GetFileName(manifest.File) ? $"the manifest names a path: {manifest.File}; name a file beside it" :
            manifest.Problem is { } wrong ? $"the manifest does not fit: {wrong}" :
            state == ModelFileState.Missing ? $"{path} is missing or cannot be read; run tools/setup/models.sh" :
            state == ModelFileState.Different ? $"{path} is damaged or another model than the manifest pins; run tools/setup/models.sh" :
            null;
        return new(name, manifest.Task, manifest.Output.Family, manifest.Input.Width, manifest.Input.Height, bytes, manifest.Licence, manifest.Source, state, problem);
    }

    /// <summary>Loads a model as whoever uses it would, and compares its tensors with its manifest.</summary>
    /// <exception cref="ModelException">A file is missing, damaged, or not what its manifest says.</exception>
    public static void Check(string directory, string name) => LoadedModel<ModelOutput>.Load(directory, name, task: null).Dispose();

    /// <summary>How long a run of one picture takes: the model alone, on one thread.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="name">Of the manifest.</param>
    /// <param name="rounds">Runs that are counted, at least 1.</param>
    /// <returns>The median, in milliseconds.</returns>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    public static double Bench(string directory, string name, int rounds)
    {
        const int Warm = 3;
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        using LoadedModel<ModelOutput> model = LoadedModel<ModelOutput>.Load(directory, name, task: null);
        model.Picture(0).Fill(0.5f);
        for (int i = 0; i < Warm; i++) model.Run();
        var times = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            model.Run();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return times[rounds / 2];
    }

    private static (ModelFileState State, long Bytes) StateOf(string path, string sha256)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            bool pinned = Convert.ToHexStringLower(SHA256.HashData(file)) == sha256;
            return (pinned ? ModelFileState.Pinned : ModelFileState.Different, file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (ModelFileState.Missing, 0);
        }
    }
}
