using System.Security.Cryptography;

namespace Lookout.Vision.Tests.Parts;

/// <summary>A folder for models of the test's own.</summary>
internal sealed class OwnModels : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lookout-models-").FullName;

    /// <summary>Writes a model and its manifest; <paramref name="input"/> and <paramref name="output"/> are JSON.</summary>
    public void Add(string name, string task, TinyModel model, string input, string output)
    {
        byte[] file = model.Build();
        File.WriteAllBytes(System.IO.Path.Combine(Path, name + ".onnx"), file);
        File.WriteAllText(System.IO.Path.Combine(Path, name + ".json"), $$"""
            {
              "task": "{{task}}", "file": "{{name}}.onnx", "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(file))}}", "licence": "CC0-1.0", "source": "made by a test",
              "input": {{input}},
              "output": {{output}}
            }
            """);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
