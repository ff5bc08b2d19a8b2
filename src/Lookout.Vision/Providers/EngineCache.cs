using System.Security.Cryptography;
using System.Text;

namespace Lookout.Vision.Providers;

/// <summary>
/// Folders of the engines that TensorRT has built: <c>folder/what it was built with/model-its hash</c>. An engine runs on the kind of GPU and with the versions
/// it was built for and nowhere else, so whatever was built with others is removed, and so is an older model of the same name. A folder counts from the moment it
/// is marked: a start that is broken off in the middle of a build leaves none.
/// </summary>
internal sealed class EngineCache
{
    private const int HashDigits = 16;
    private const string Mark = "complete";

    private readonly string _folder;

    /// <param name="folder">Of all engines; nothing else may lie in it.</param>
    /// <param name="surroundings">The GPU, the versions and the settings that an engine depends on.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public EngineCache(string folder, string surroundings)
    {
        _folder = Path.Combine(folder, Hash(Encoding.UTF8.GetBytes(surroundings)));
        Directory.CreateDirectory(_folder);
        foreach (string other in Directory.GetDirectories(folder))
        {
            if (other != _folder) Directory.Delete(other, recursive: true);
        }
    }

    /// <summary>How long each kind of layer takes on this GPU; of use to every build.</summary>
    public string TimingFolder => _folder;

    /// <summary>The model's folder; empty unless it is complete.</summary>
    public EngineEntry Enter(string modelPath, ReadOnlySpan<byte> model)
    {
        string name = Path.GetFileNameWithoutExtension(modelPath) + '-';
        string path = Path.Combine(_folder, name + Hash(model));
        foreach (string older in Directory.GetDirectories(_folder, name + new string('?', HashDigits)))
        {
            if (older != path || !File.Exists(Path.Combine(older, Mark))) Directory.Delete(older, recursive: true);
        }
        bool isComplete = Directory.Exists(path);
        Directory.CreateDirectory(path);
        return new EngineEntry(path, isComplete);
    }

    /// <summary>Tells that the model's engines have been built and loaded.</summary>
    public static void MarkComplete(EngineEntry entry) => File.WriteAllBytes(Path.Combine(entry.Path, Mark), []);

    /// <summary>Takes the mark away, while nobody knows whether they load.</summary>
    public static void Unmark(EngineEntry entry) => File.Delete(Path.Combine(entry.Path, Mark));

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..HashDigits];
}

/// <param name="Path">Folder for the engines of one model.</param>
/// <param name="IsComplete">They lie in it; otherwise they have to be built.</param>
internal readonly record struct EngineEntry(string Path, bool IsComplete);
