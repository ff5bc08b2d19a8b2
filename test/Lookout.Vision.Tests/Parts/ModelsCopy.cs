namespace Lookout.Vision.Tests.Parts;

/// <summary>The real model and manifest in a folder of the test's own, to be broken.</summary>
internal sealed class ModelsCopy : IDisposable
{
    private const string Name = "face_detection_back_256x256_barracuda";

    public ModelsCopy()
    {
        Folder = Directory.CreateTempSubdirectory("lookout-models-").FullName;
        File.Copy(Path.Combine(Cache.Models, Name + ".onnx"), Model);
        File.Copy(Path.Combine(Cache.Models, Name + ".json"), Manifest);
    }

    public string Folder { get; }
    public string Model => Path.Combine(Folder, Name + ".onnx");
    public string Manifest => Path.Combine(Folder, Name + ".json");

    public void EditManifest(string find, string replacement)
    {
        string json = File.ReadAllText(Manifest);
        Assert.Contains(find, json);
        File.WriteAllText(Manifest, json.Replace(find, replacement));
    }

    /// <summary>Makes the manifest vouch for the model as it is now.</summary>
    public void Repin()
    {
        string json = File.ReadAllText(Manifest);
        int at = json.IndexOf("\"sha256\": \"", StringComparison.Ordinal) + 11;
        string sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Model)));
        File.WriteAllText(Manifest, json[..at] + sha256 + json[(at + 64)..]);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
