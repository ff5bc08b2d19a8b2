using Lookout.Vision.Providers;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Models;

/// <summary>The real detectors with the preprocessing in their graphs, on the CPU provider, beside themselves with the CPU's pass.</summary>
public sealed class PlaneModelTests : IDisposable
{
    private readonly List<ModelPlacement> _placed = [];
    private readonly FaceDetector _faces = FaceDetector.Load(Cache.Models);
    private readonly FaceDetector _graphFaces;

    public PlaneModelTests() => _graphFaces = FaceDetector.Load(Cache.Models, inference: InGraph());

    public void Dispose()
    {
        _faces.Dispose();
        _graphFaces.Dispose();
    }

    [Theory]
    [InlineData(YuvLayout.I420, 0)]
    [InlineData(YuvLayout.Nv12, 64)]
    public void Faces_are_the_same(YuvLayout layout, int padding)
    {
        foreach (int frame in (int[])[15, 60, 100])
        {
            Picture picture = Picture.FromClip(Cache.Clip("demo-face.mp4"), frame).As(layout, padding);
            DetectedFace expected = Assert.Single(Detect(_faces, picture.Frame)), face = Assert.Single(Detect(_graphFaces, picture.Frame));

            Assert.Equal(expected.Score, face.Score, 0.005f);
            float[] differences = [face.X - expected.X, face.Y - expected.Y, face.Width - expected.Width, face.Height - expected.Height];
            Assert.All(differences, difference => Assert.InRange(difference, -0.001f, 0.001f));
        }
        Assert.Contains(_placed, placement => placement.Model == $"face_detection_back_256x256_barracuda.{layout.ToString().ToLowerInvariant()}-1280x720.onnx");
    }

    [Fact]
    public void Objects_are_the_same()
    {
        using ObjectDetector plain = ObjectDetector.Load(Cache.Models), graph = ObjectDetector.Load(Cache.Models, inference: InGraph());
        DetectedObject[] expected = new DetectedObject[64], found = new DetectedObject[64];
        foreach (int frame in (int[])[20, 60, 100])
        {
            Picture picture = Picture.FromClip(Cache.Clip("demo-street.mp4"), frame).As(YuvLayout.Nv12);
            DetectedObject[] sure = [.. expected[..plain.Detect(picture.Frame, expected, out _)].Where(one => one.Score > 0.4f)];
            int count = graph.Detect(picture.Frame, found, out _);

            Assert.True(sure.Length > 2);
            foreach (DetectedObject one in sure)
            {
                DetectedObject same = found[..count].MaxBy(other => BoundingBox.Overlap(other.Box, one.Box));
                Assert.Equal(one.Class, same.Class);
                Assert.Equal(one.Score, same.Score, 0.01f);
                Assert.True(BoundingBox.Overlap(one.Box, same.Box) > 0.98, $"{one} became {same}");
            }
        }
    }

    [Fact]
    public void Parts_and_a_size_too_many_take_the_pass()
    {
        Picture picture = Picture.FromClip(Cache.Clip("demo-face.mp4"), 15);
        Assert.Equal(Detect(_faces, picture.Frame.Part(600, 0, 680, 720)), Detect(_graphFaces, picture.Frame.Part(600, 0, 680, 720)));
        Assert.Single(_placed);

        for (int width = 640; width <= 1280; width += 160)
        {
            Picture sized = Picture.FromClip(Cache.Clip("demo-face.mp4"), 15, width, 720);
            Assert.Equal(Detect(_faces, sized.Frame).Length, Detect(_graphFaces, sized.Frame).Length);
        }
        Assert.Equal(1 + 4, _placed.Count);
        Assert.Equal(Detect(_faces, picture.Frame), Detect(_graphFaces, picture.Frame));
    }

    [Fact]
    public void Known_size_allocates_nothing()
    {
        Picture picture = new Picture(YuvLayout.I420, 640, 360).Noise(1);
        var faces = new DetectedFace[8];
        for (int i = 0; i < 3; i++) _graphFaces.Detect(picture.Frame, faces, out _);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++) _graphFaces.Detect(picture.Frame, faces, out _);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Cpu_keeps_its_pass_where_nobody_says_otherwise()
    {
        var placed = new List<ModelPlacement>();
        using FaceDetector detector = FaceDetector.Load(Cache.Models, inference: new Inference(new InferenceSettings { Provider = InferenceProvider.Cuda }, placed.Add));
        Picture picture = Picture.FromClip(Cache.Clip("demo-face.mp4"), 15);

        Assert.Equal(Detect(_faces, picture.Frame), Detect(detector, picture.Frame));
        Assert.Single(placed);
    }

    private Inference InGraph() => new(new InferenceSettings { PreprocessesInGraphOnCpu = true }, _placed.Add);

    private static DetectedFace[] Detect(FaceDetector detector, in YuvFrame frame)
    {
        var faces = new DetectedFace[8];
        return faces[..detector.Detect(frame, faces, out _)];
    }
}
