using System.Security.Cryptography;
using System.Text.Json;
using Lookout.Vision.Providers;

namespace Lookout.Vision.Models;

/// <summary>Reads a manifest and the model it describes, and refuses what is not exactly that file.</summary>
internal static class ModelFile
{
    private const int MaxManifestBytes = 64 * 1024;
    private const int MaxModelBytes = 1 << 30;
    private const string Fetch = "Fetch it again with tools/setup/models.sh, and point models.dir at the folder it fills";

    /// <exception cref="ModelException">The name is a path, not that of a manifest in the folder.</exception>
    public static string ManifestPath(string directory, string name)
    {
        if (name.Length == 0 || name != Path.GetFileName(name))
            throw new ModelException(name, "the name of a model's manifest is a path", "Name a manifest in models.dir, without its ending.");
        return Path.Combine(directory, name + ".json");
    }

    /// <exception cref="ModelException">Missing, unreadable or malformed.</exception>
    public static ModelManifest ReadManifest(string path)
    {
        byte[] json = Read(path, MaxManifestBytes);
        try
        {
            return JsonSerializer.Deserialize(json, ModelManifestJson.Default.ModelManifest)
                ?? throw new ModelException(path, "the manifest is empty", Fetch + ".");
        }
        catch (JsonException e)
        {
            throw new ModelException(path, $"the manifest is malformed (line {e.LineNumber + 1}: {e.Path})", Fetch + ".", e);
        }
    }

    /// <returns>The bytes of the ONNX file: their hash is the manifest's, and they refer to no other file.</returns>
    /// <exception cref="ModelException">Missing, unreadable, another file than the manifest's, or with external data.</exception>
    public static byte[] ReadModel(string directory, ModelManifest manifest)
    {
        // A manifest names a file beside it, never a path.
        if (manifest.File != Path.GetFileName(manifest.File))
            throw new ModelException(manifest.File, "the manifest names a path, not a file beside it", Fetch + ".");

        string path = Path.Combine(directory, manifest.File);
        byte[] model = Read(path, MaxModelBytes);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(model));
        if (sha256 != manifest.Sha256)
            throw new ModelException(path, $"the file is damaged or another model ({model.Length} bytes, sha256 {sha256}, expected {manifest.Sha256})", Fetch + ".");
        // A plan is no ONNX file; it is put into one that refers to nothing.
        if (!EnginePlan.IsOne(path) && OnnxExternalData.IsReferenced(model))
            throw new ModelException(path, "the model keeps data in other files, which is not allowed", "Save it as one self-contained ONNX file.");
        return model;
    }

    private static byte[] Read(string path, int limit)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > limit)
                throw new ModelException(path, $"the file has {file.Length} bytes, more than the {limit} allowed", Fetch + ".");
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelException(path, "the file is missing", Fetch + ".", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(path, $"the file cannot be read ({e.Message})", "Make it readable for the user lookout runs as.", e);
        }
    }
}
