using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests;

public sealed class ModelFolderTests : IDisposable
{
    private const string Name = "face_detection_back_256x256_barracuda";

    private readonly ModelsCopy _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Every_model_of_the_set_up_is_pinned_and_loads()
    {
        IReadOnlyList<string> names = ModelFolder.Names(Cache.Models);
        Assert.Superset(new HashSet<string> { Name, "dlib-face-resnet", "movenet-lightning", "nanodet" }, names.ToHashSet());
        Assert.All(names, name =>
        {
            ModelEntry entry = ModelFolder.Describe(Cache.Models, name);
            Assert.Null(entry.Problem);
            Assert.Equal(ModelFileState.Pinned, entry.File);
            Assert.True(entry is { Bytes: > 100_000, Width: > 0, Height: > 0 } && entry.Licence.Length > 0 && entry.Source.Length > 0);
            ModelFolder.Check(Cache.Models, name);
        });
    }

    [Fact]
    public void Entry_says_what_the_manifest_says() => Assert.Equal(
        ("face-detection", "blazeface", 603_432L, "Apache-2.0"),
        ModelFolder.Describe(_models.Folder, Name) is var entry ? (entry.Task, entry.Layout, entry.Bytes, entry.Licence) : default);

    [Fact]
    public void Damaged_and_missing_files_are_told_apart()
    {
        byte[] model = File.ReadAllBytes(_models.Model);
        model[5000] ^= 1;
        File.WriteAllBytes(_models.Model, model);
        ModelEntry damaged = ModelFolder.Describe(_models.Folder, Name);
        Assert.Equal(ModelFileState.Different, damaged.File);
        Assert.Contains("damaged", damaged.Problem);
        Assert.Throws<ModelException>(() => ModelFolder.Check(_models.Folder, Name));

        File.Delete(_models.Model);
        ModelEntry missing = ModelFolder.Describe(_models.Folder, Name);
        Assert.Equal(ModelFileState.Missing, missing.File);
        Assert.Contains("missing", missing.Problem);
    }

    [Theory]
    [InlineData("{", "[", "malformed")]
    [InlineData("\"rgb\"", "\"gbr\"", "colour is gbr")]
    [InlineData("face_detection_back_256x256_barracuda.onnx", "../secret.onnx", "names a path")]
    [InlineData("427cbbe0", "427CBBE0", "hexadecimal")]
    public void Broken_manifest_is_an_entry_with_a_problem(string find, string replacement, string problem)
    {
        _models.EditManifest(find, replacement);

        Assert.Contains(problem, ModelFolder.Describe(_models.Folder, Name).Problem);
    }

    [Fact]
    public void Run_is_timed() => Assert.True(ModelFolder.Bench(_models.Folder, Name, 3) > 0);

    [Fact]
    public void Folder_that_does_not_exist_is_named_with_the_remedy()
    {
        var e = Assert.Throws<ModelException>(() => ModelFolder.Names(Path.Combine(_models.Folder, "nowhere")));
        Assert.Contains("nowhere", e.Message);
        Assert.Contains("tools/setup/models.sh", e.Remedy);
    }
}
