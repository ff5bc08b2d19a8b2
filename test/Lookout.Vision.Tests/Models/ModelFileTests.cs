using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private readonly ModelsCopy _models = new();

    [Fact]
    public void Folder_that_does_not_exist_is_named_with_the_remedy() =>
        AssertRefused(Path.Combine(_models.Folder, "nowhere"), "missing", "nowhere");

    [Fact]
    public void Missing_model_is_named_with_the_remedy()
    {
        File.Delete(_models.Model);

        AssertRefused(_models.Folder, "missing", _models.Model);
    }

    [Fact]
    public void Missing_manifest_is_named_with_the_remedy()
    {
        File.Delete(_models.Manifest);

        AssertRefused(_models.Folder, "missing", _models.Manifest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    [InlineData(603_431)]
    public void Truncated_model_is_refused(int length)
    {
        File.WriteAllBytes(_models.Model, File.ReadAllBytes(_models.Model)[..length]);

        AssertRefused(_models.Folder, "damaged", _models.Model);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    [InlineData(603_431)]
    public void Model_with_one_flipped_bit_is_refused(int at)
    {
        byte[] model = File.ReadAllBytes(_models.Model);
        model[at] ^= 1;
        File.WriteAllBytes(_models.Model, model);

        AssertRefused(_models.Folder, "damaged", _models.Model);
    }

    [Fact]
    public void What_is_no_model_is_refused_even_when_its_manifest_vouches_for_it()
    {
        // A well-formed protobuf message with nothing in it.
        File.WriteAllBytes(_models.Model, []);
        _models.Repin();

        AssertRefused(_models.Folder, "ONNX Runtime refuses", _models.Model);
    }

    [Fact]
    public void Model_that_keeps_data_in_another_file_is_refused()
    {
        // ModelProto { graph (7) { initializer (5) { external_data (13) { key (1) "location" value (2) "/etc/passwd" } data_location (14) EXTERNAL } } }
        byte[] location = [0x0A, 8, .. "location"u8, 0x12, 11, .. "/etc/passwd"u8];
        byte[] tensor = [0x6A, (byte)location.Length, .. location, 0x70, 1];
        byte[] graph = [0x2A, (byte)tensor.Length, .. tensor];
        File.WriteAllBytes(_models.Model, [.. File.ReadAllBytes(_models.Model), 0x3A, (byte)graph.Length, .. graph]);
        _models.Repin();

        AssertRefused(_models.Folder, "other files", _models.Model, "self-contained");
    }

    [Theory]
    [InlineData("\"input:0\"", "\"picture\"", "no tensor picture")]
    [InlineData("\"Identity_3:0\"", "\"Identity_9:0\"", "no tensor Identity_9:0")]
    [InlineData("\"Identity_3:0\"", "\"Identity_1:0\"", "not Float Identity_1:0 [1, 384, 16]")]
    [InlineData("\"width\": 256, \"height\": 256", "\"width\": 128, \"height\": 128", "not Float input:0 [1, 128, 128, 3]")]
    [InlineData("\"perCell\": 6", "\"perCell\": 5", "not Float Identity_1:0 [1, 320, 1]")]
    public void Model_of_another_shape_is_refused(string find, string replacement, string problem)
    {
        _models.EditManifest(find, replacement);

        AssertRefused(_models.Folder, problem, _models.Model);
    }

    [Theory]
    [InlineData("\"face-detection\"", "\"pose\"", "task is pose")]
    [InlineData("\"blazeface\"", "\"yolo\"", "$.output")]
    [InlineData("\"nhwc\"", "\"nhcw\"", "layout is nhcw")]
    [InlineData("\"rgb\"", "\"gbr\"", "colour is gbr")]
    [InlineData("\"letterbox\"", "\"letterbox\", \"resize\": \"bicubic\"", "resize is bicubic")]
    [InlineData("\"score\": 0.6", "\"score\": 1", "score and overlap")]
    [InlineData("\"overlap\": 0.3", "\"overlap\": 0", "score and overlap")]
    [InlineData("\"scale\": [127.5", "\"scale\": [0", "scale")]
    [InlineData("\"width\": 256", "\"width\": 100000", "input is 100000x256")]
    [InlineData("\"grid\": 16", "\"grid\": -1", "heads")]
    [InlineData("\"task\"", "\"tusk\"", "malformed")]
    [InlineData("{", "[", "malformed")]
    [InlineData("face_detection_back_256x256_barracuda.onnx", "../../etc/passwd", "names a path")]
    public void Manifest_that_does_not_fit_is_refused(string find, string replacement, string problem)
    {
        _models.EditManifest(find, replacement);

        var e = Assert.Throws<ModelException>(() => FaceDetector.Load(_models.Folder));
        Assert.Contains(problem, e.Message);
        Assert.Contains("tools/setup/models.sh", e.Remedy);
    }

    public void Dispose() => _models.Dispose();

    private static void AssertRefused(string folder, string problem, string file, string remedy = "tools/setup/models.sh")
    {
        var e = Assert.Throws<ModelException>(() => FaceDetector.Load(folder));
        Assert.Contains(problem, e.Problem);
        Assert.Contains(file, e.File);
        Assert.Contains(remedy, e.Remedy);
        Assert.Contains(e.File, e.Message);
    }
}
