using Lookout.Vision.Models;
using Lookout.Vision.RetinaFace;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.RetinaFace;

/// <summary>Tensors by the definition of its PyTorch version: priors of two sides in the middle of each cell, variances 0.1 and 0.2.</summary>
public sealed class RetinaFaceDecoderTests
{
    private const int Width = 160, Height = 72;

    private static readonly ModelInput Input = HandMade.Input(Width, Height);
    private static readonly RetinaFaceOutput Output = new()
    {
        Score = 0.5f,
        Overlap = 0.4f,
        Boxes = "loc",
        Scores = "conf",
        Landmarks = "landms",
        Priors = [Row(8, 16, 32), Row(16, 64, 128), Row(32, 256, 512)],
    };

    private readonly float[][] _tensors = [.. Output.Tensors(Input).Select(shape => new float[shape.Length])];
    private readonly DetectedFace[] _faces = new DetectedFace[8];

    [Fact]
    public void Priors_are_as_many_as_those_of_the_published_model() =>
        Assert.Equal(16800, Output.Tensors(HandMade.Input(640, 640)).First().Dimensions[1]);

    [Fact]
    public void Box_and_points_are_coded_around_the_prior()
    {
        // Stride 16: maps are rounded up to 10 x 5, after 20 x 9 of stride 8. Column 4, row 2, the second side: centre (72, 40), side 128.
        int at = 2 * (20 * 9) + 2 * (2 * 10 + 4) + 1;
        _tensors[1][2 * at + 1] = 0.8f;
        float[] box = [1.5f, -0.5f, MathF.Log(0.5f) / 0.2f, MathF.Log(0.25f) / 0.2f];
        box.CopyTo(_tensors[0], 4 * at);
        float[] points = [-1, -1, 1, -1, 0, 0.5f, -0.5f, 1, 0.5f, 1];
        points.CopyTo(_tensors[2], 10 * at);

        DetectedFace face = Assert.Single(Decode());
        float x = 72 + 1.5f * 0.1f * 128, y = 40 - 0.5f * 0.1f * 128;
        Assert.Equal((x - 32) / Width, face.X, 1e-5f);
        Assert.Equal(64f / Width, face.Width, 1e-5f);
        Assert.Equal((y - 16) / Height, face.Y, 1e-5f);
        Assert.Equal(32f / Height, face.Height, 1e-5f);
        Assert.Equal((72 - 12.8f) / Width, face.Landmarks[FaceLandmarks.RightEye].X, 1e-5f);
        Assert.Equal((40 + 6.4f) / Height, face.Landmarks[FaceLandmarks.Nose].Y, 1e-5f);
        Assert.Equal((72 + 6.4f) / Width, face.Landmarks[FaceLandmarks.LeftMouthCorner].X, 1e-5f);
    }

    [Theory]
    [InlineData(0.49f, 0)]
    [InlineData(0.51f, 0)]
    [InlineData(float.NaN, 0)]
    [InlineData(0.8f, float.NaN)]
    [InlineData(0.8f, 1e9f)]
    public void Low_scores_and_what_is_no_number_are_no_faces(float score, float size)
    {
        _tensors[1][2 * 100 + 1] = score;
        _tensors[0][4 * 100 + 2] = size;

        Assert.Equal(score == 0.51f ? 1 : 0, Decode().Length);
    }

    [Fact]
    public void Both_priors_of_a_cell_on_one_face_are_one_face()
    {
        _tensors[1][2 * 100 + 1] = 0.8f;
        _tensors[0][4 * 100 + 2] = _tensors[0][4 * 100 + 3] = MathF.Log(2) / 0.2f;
        _tensors[1][2 * 101 + 1] = 0.9f;

        Assert.Equal(0.9f, Assert.Single(Decode()).Score);
    }

    private static PriorRow Row(int stride, params float[] sides) => new() { Stride = stride, Sides = sides };

    private DetectedFace[] Decode() => _faces[..new RetinaFaceDecoder(Input, Output).Decode(new HandMade(_tensors), HandMade.Whole(Input), _faces)];
}
