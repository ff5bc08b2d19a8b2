using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Models;

/// <summary>Every family without weights here, from a manifest and an ONNX file whose outputs are constants to what it finds in a picture.</summary>
public sealed class FamilyTests : IDisposable
{
    private static readonly int[] Strides = [8, 16, 32];

    private readonly OwnModels _folder = new();
    private readonly Picture _picture = new Picture(YuvLayout.Nv12, 320, 240).Gradient();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scrfd_finds_its_face(bool flat)
    {
        TinyModel model = Input(64, 64);
        foreach (int stride in Strides)
        {
            int anchors = 2 * (64 / stride) * (64 / stride);
            foreach ((string name, int values) in new[] { ("score", 1), ("bbox", 4), ("kps", 10) })
            {
                float[] tensor = new float[anchors * values];
                // Stride 16, column 2, row 1, first anchor: (32, 16).
                if (stride == 16) tensor.AsSpan(2 * (1 * 4 + 2) * values, values).Fill(name == "score" ? 0.9f : 0.5f);
                model.Constant($"{name}_{stride}", flat ? [anchors, values] : [1, anchors, values], tensor);
            }
        }
        _folder.Add("scrfd", "face-detection", model, Manifest(64, 64, "top-left"), $$"""
            {
              "layout": "scrfd", "score": 0.5, "overlap": 0.4, "flat": {{(flat ? "true" : "false")}},
              "heads": [
                { "stride": 8, "scores": "score_8", "boxes": "bbox_8", "landmarks": "kps_8" },
                { "stride": 16, "scores": "score_16", "boxes": "bbox_16", "landmarks": "kps_16" },
                { "stride": 32, "scores": "score_32", "boxes": "bbox_32", "landmarks": "kps_32" }
              ]
            }
            """);

        DetectedFace face = Assert.Single(Faces("scrfd"));
        // The picture of 320 x 240 fills 64 x 48.
        AssertNear([24 / 64f, 8 / 48f, 16 / 64f, 16 / 48f], face.X, face.Y, face.Width, face.Height);
        Assert.Equal(new Landmark(40 / 64f, 24 / 48f), face.Landmarks[0]);
    }

    [Fact]
    public void RetinaFace_finds_its_face()
    {
        float[] scores = new float[2 * (2 * 64 + 2 * 16 + 2 * 4)];
        scores[2 * (2 * (3 * 8 + 4) + 1) + 1] = 0.95f;
        _folder.Add("retina", "face-detection",
            Input(64, 64).Constant("loc", [1, 168, 4], new float[168 * 4]).Constant("conf", [1, 168, 2], scores).Constant("landms", [1, 168, 10], new float[168 * 10]),
            Manifest(64, 64, "letterbox"), """
            {
              "layout": "retinaface", "score": 0.6, "overlap": 0.4, "boxes": "loc", "scores": "conf", "landmarks": "landms",
              "priors": [ { "stride": 8, "sides": [16, 32] }, { "stride": 16, "sides": [64, 128] }, { "stride": 32, "sides": [256, 512] } ]
            }
            """);

        // The prior at (36, 28) of side 32, in a picture with margins of 8 above and below.
        DetectedFace face = Assert.Single(Faces("retina"));
        AssertNear([20 / 64f, 4 / 48f, 32 / 64f, 32 / 48f], face.X, face.Y, face.Width, face.Height);
    }

    [Fact]
    public void YuNet_finds_its_face()
    {
        TinyModel model = Input(64, 64);
        foreach (int stride in Strides)
        {
            int cells = 64 / stride * (64 / stride);
            foreach ((string name, int values) in new[] { ("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10) })
            {
                float[] tensor = new float[cells * values];
                if (stride == 32 && values == 1) tensor[3] = 0.9f;
                model.Constant($"{name}_{stride}", [1, cells, values], tensor);
            }
        }
        string heads = string.Join(",", Strides.Select(stride =>
            $$"""{ "stride": {{stride}}, "classes": "cls_{{stride}}", "objects": "obj_{{stride}}", "boxes": "bbox_{{stride}}", "landmarks": "kps_{{stride}}" }"""));
        _folder.Add("yunet", "face-detection", model, Manifest(64, 64, "stretch"), $$"""{ "layout": "yunet", "score": 0.6, "overlap": 0.3, "heads": [{{heads}}] }""");

        DetectedFace face = Assert.Single(Faces("yunet"));
        AssertNear([0.25f, 0.25f, 0.5f, 0.5f], face.X, face.Y, face.Width, face.Height);
    }

    [Fact]
    public void Yolo_pose_finds_a_person_and_its_pose_in_one_run()
    {
        const int Places = 84;
        float[] tensor = new float[56 * Places];
        float[] column = [32, 24, 16, 32, 0.9f, .. Enumerable.Range(0, 17).SelectMany(i => (float[])[32, 8 + 2 * i, 0.5f])];
        for (int value = 0; value < column.Length; value++) tensor[value * Places + 70] = column[value];
        _folder.Add("yolov8n-pose", "object-detection", Input(64, 64).Constant("output0", [1, 56, Places], tensor), Manifest(64, 64, "top-left"), """
            { "layout": "yolo-pose", "predictions": "output0", "score": 0.15, "overlap": 0.45, "tracking": { "high": 0.5, "new": 0.6 }, "classes": ["person"] }
            """);

        using ObjectDetector detector = ObjectDetector.Load(_folder.Path, "yolov8n-pose");
        var objects = new DetectedObject[4];
        Assert.True(detector.GivesPoses);
        Assert.Equal((0.5f, 0.6f), (detector.Tracker.HighScore, detector.Tracker.NewTrackScore));
        Assert.Equal(1, detector.Detect(_picture.Frame, objects, out _));
        BoundingBox box = objects[0].Box;
        AssertNear([24 / 64f, 8 / 48f, 16 / 64f, 32 / 48f], box.X, box.Y, box.Width, box.Height);
        Assert.Equal(new Keypoint(32 / 64f, 40 / 48f, 0.5f), Assert.Single(detector.Poses.ToArray())[16]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        detector.Detect(_picture.Frame, objects, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Default_detector_gives_no_poses()
    {
        using ObjectDetector detector = ObjectDetector.Load(Cache.Models);
        Assert.False(detector.GivesPoses);
        Assert.True(detector.Poses.IsEmpty);
        Assert.Equal((0.45f, 0.5f), (detector.Tracker.HighScore, detector.Tracker.NewTrackScore));
    }

    [Fact]
    public void Model_of_another_task_is_refused_for_a_role()
    {
        var e = Assert.Throws<ModelException>(() => ObjectDetector.Load(Cache.Models, FaceDetector.DefaultModel));
        Assert.Contains("task is face-detection, not object-detection", e.Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../nanodet")]
    [InlineData("/etc/passwd")]
    public void Role_names_a_manifest_in_the_folder_and_no_path(string name) =>
        Assert.Contains("path", Assert.Throws<ModelException>(() => ObjectDetector.Load(Cache.Models, name)).Problem);

    [Theory]
    [InlineData("\"score\": 0.15", "\"score\": 1.5", "score and overlap")]
    [InlineData("\"high\": 0.5", "\"high\": 0.1", "tracking scores are not in order")]
    [InlineData("\"classes\": [\"person\"]", "\"classes\": []", "classes are none")]
    [InlineData("\"classes\": [\"person\"]", "\"classes\": [\"person\", \"dog\"]", "[1, 57, 84]")]
    [InlineData("\"width\": 64", "\"width\": 72", "not divisible by 32")]
    [InlineData("\"fit\": \"top-left\"", "\"fit\": \"aligned\"", "fit is aligned")]
    [InlineData("\"fit\": \"top-left\"", "\"fit\": \"squeeze\"", "fit is squeeze")]
    [InlineData("\"fit\": \"top-left\"", "\"fit\": \"top-left\", \"padding\": 300", "padding is 300")]
    [InlineData("\"fit\": \"top-left\"", "\"fit\": \"top-left\", \"batch\": 0", "batch is 0")]
    [InlineData("\"fit\": \"top-left\"", "\"fit\": \"top-left\", \"batch\": 2", "with a batch of 2")]
    [InlineData("\"fit\": \"top-left\"", "\"fit\": \"top-left\", \"type\": \"int8\"", "type is int8")]
    [InlineData("\"fit\": \"top-left\"", "\"fit\": \"top-left\", \"type\": \"uint8\"", "is Float")]
    [InlineData("\"fit\": \"top-left\", \"mean\": [0", "\"fit\": \"top-left\", \"type\": \"int32\", \"mean\": [1", "means must be 0")]
    public void Manifest_that_does_not_fit_is_refused_with_what_is_wrong(string find, string replacement, string problem)
    {
        string input = Manifest(64, 64, "top-left");
        string output = """{ "layout": "yolo-pose", "predictions": "output0", "score": 0.15, "overlap": 0.45, "tracking": { "high": 0.5, "new": 0.6 }, "classes": ["person"] }""";
        Assert.Contains(find, input + output);
        _folder.Add("broken", "object-detection", Input(64, 64).Constant("output0", [1, 56, 84], new float[56 * 84]), input.Replace(find, replacement), output.Replace(find, replacement));

        Assert.Contains(problem, Assert.Throws<ModelException>(() => ObjectDetector.Load(_folder.Path, "broken")).Message);
    }

    private static TinyModel Input(int width, int height) => new TinyModel().Input("input", TinyModel.Float, 1, 3, height, width);

    private static string Manifest(int width, int height, string fit) => $$"""
        { "name": "input", "width": {{width}}, "height": {{height}}, "layout": "nchw", "colour": "rgb", "fit": "{{fit}}", "mean": [0, 0, 0], "scale": [1, 1, 1] }
        """;

    private static void AssertNear(float[] expected, params float[] found) =>
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

    private DetectedFace[] Faces(string model)
    {
        using FaceDetector detector = FaceDetector.Load(_folder.Path, model);
        var faces = new DetectedFace[4];
        return faces[..detector.Detect(_picture.Frame, faces, out _)];
    }
}
