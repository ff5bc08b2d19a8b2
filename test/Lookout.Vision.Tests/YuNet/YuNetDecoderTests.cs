using Lookout.Vision.Models;
using Lookout.Vision.Tests.Parts;
using Lookout.Vision.YuNet;

namespace Lookout.Vision.Tests.YuNet;

/// <summary>Tensors by the definition of OpenCV's FaceDetectorYN.</summary>
public sealed class YuNetDecoderTests
{
    private const int Side = 64;

    private static readonly int[] Strides = [8, 16, 32];
    private static readonly ModelInput Input = HandMade.Input(Side, Side);
    private static readonly YuNetOutput Output = new()
    {
        Score = 0.5f,
        Overlap = 0.3f,
        Heads = [.. Strides.Select(stride =>
            new YuNetHead { Stride = stride, Classes = $"cls_{stride}", Objects = $"obj_{stride}", Boxes = $"bbox_{stride}", Landmarks = $"kps_{stride}" })],
    };

    private readonly float[][] _tensors = [.. Output.Tensors(Input).Select(shape => new float[shape.Length])];
    private readonly DetectedFace[] _faces = new DetectedFace[8];

    [Fact]
    public void Tensors_are_those_of_the_published_model_at_its_size() => Assert.Equal(
        [6400, 6400, 6400, 6400, 1600, 1600, 1600, 1600, 400, 400, 400, 400],
        Output.Tensors(HandMade.Input(640, 640)).Select(shape => (int)shape.Dimensions[1]));

    [Fact]
    public void Box_and_points_are_coded_from_the_cell()
    {
        Put(1, 2, 1, 0.81f, 0.49f, [0.25f, 0.5f, MathF.Log(1.5f), MathF.Log(0.75f)], [0, 0, 0.5f, 0, 0.25f, 0.5f, 0, 1, 0.5f, 1]);

        DetectedFace face = Assert.Single(Decode());
        Assert.Equal(0.63f, face.Score, 1e-5f);
        Assert.Equal((36 - 12) / 64f, face.X, 1e-5f);
        Assert.Equal(24 / 64f, face.Width, 1e-5f);
        Assert.Equal((24 - 6) / 64f, face.Y, 1e-5f);
        Assert.Equal(12 / 64f, face.Height, 1e-5f);
        Assert.Equal(new Landmark(32 / 64f, 16 / 64f), face.Landmarks[FaceLandmarks.RightEye]);
        Assert.Equal(new Landmark(40 / 64f, 16 / 64f), face.Landmarks[FaceLandmarks.LeftEye]);
        Assert.Equal(new Landmark(36 / 64f, 24 / 64f), face.Landmarks[FaceLandmarks.Nose]);
        Assert.Equal(new Landmark(36 / 64f, 32 / 64f), face.Landmarks[FaceLandmarks.MouthCentre]);
    }

    [Theory]
    [InlineData(0.9f, 0.27f, 0)]
    [InlineData(0.9f, 0.28f, 1)]
    [InlineData(4f, 0.1f, 0)]
    [InlineData(-1f, -1f, 0)]
    [InlineData(float.NaN, 1f, 0)]
    public void Score_is_the_mean_of_both_and_neither_goes_beyond_its_range(float classes, float objects, int expected)
    {
        Put(0, 4, 4, classes, objects, [0, 0, 0, 0], new float[10]);

        Assert.Equal(expected, Decode().Length);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(1e9f)]
    public void Box_that_is_no_number_is_no_face(float size)
    {
        Put(0, 4, 4, 1, 1, [0, 0, size, 0], new float[10]);

        Assert.Empty(Decode());
    }

    private void Put(int head, int column, int row, float classes, float objects, float[] box, float[] points)
    {
        int at = row * (Side / Output.Heads[head].Stride) + column;
        _tensors[4 * head][at] = classes;
        _tensors[4 * head + 1][at] = objects;
        box.CopyTo(_tensors[4 * head + 2], 4 * at);
        points.CopyTo(_tensors[4 * head + 3], 10 * at);
    }

    private DetectedFace[] Decode() => _faces[..new YuNetDecoder(Input, Output).Decode(new HandMade(_tensors), HandMade.Whole(Input), _faces)];
}
