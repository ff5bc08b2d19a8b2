using Lookout.Vision.Models;
using Lookout.Vision.Scrfd;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Scrfd;

/// <summary>Tensors by InsightFace's definition (scrfd.py): anchor (column, row) x stride, two a cell; distances and points in strides.</summary>
public sealed class ScrfdDecoderTests
{
    private const int Side = 64;

    private static readonly int[] Strides = [8, 16, 32];
    private static readonly ModelInput Input = HandMade.Input(Side, Side);
    private static readonly ScrfdOutput Output = new()
    {
        Score = 0.5f,
        Overlap = 0.4f,
        Heads = [.. Strides.Select(stride => new ScrfdHead { Stride = stride, Scores = $"score_{stride}", Boxes = $"bbox_{stride}", Landmarks = $"kps_{stride}" })],
    };

    private readonly float[][] _tensors = [.. Output.Tensors(Input).Select(shape => new float[shape.Length])];
    private readonly DetectedFace[] _faces = new DetectedFace[8];

    [Fact]
    public void Tensors_are_those_of_the_published_model_at_its_size() => Assert.Equal(
        [(12800, 1), (12800, 4), (12800, 10), (3200, 1), (3200, 4), (3200, 10), (800, 1), (800, 4), (800, 10)],
        Output.Tensors(HandMade.Input(640, 640)).Select(shape => ((int)shape.Dimensions[1], (int)shape.Dimensions[2])));

    /// <summary>Reference-system.md 7.3, defect 6: anchors half a stride off shift every face by 4, 8 or 16 pixels of 640.</summary>
    [Theory]
    [InlineData(0, 8, 3, 5)]
    [InlineData(1, 16, 1, 2)]
    [InlineData(2, 32, 1, 1)]
    public void Anchor_is_at_the_corner_of_its_cell_without_half_a_stride(int head, int stride, int column, int row)
    {
        for (int anchor = 0; anchor < 2; anchor++)
        {
            Array.ForEach(_tensors, Array.Clear);
            Put(head, column, row, anchor, 0.9f, [0.5f, 0.25f, 1, 0.75f], [0, 0, 0.5f, 0, 0.25f, 0.25f, 0, 0.5f, 0.5f, 0.5f]);

            DetectedFace face = Assert.Single(Decode());
            float x = column * stride, y = row * stride;
            Assert.Equal((x - 0.5f * stride) / Side, face.X, 1e-6f);
            Assert.Equal((y - 0.25f * stride) / Side, face.Y, 1e-6f);
            Assert.Equal(Math.Min((x + stride) / Side, 1), face.X + face.Width, 1e-6f);
            Assert.Equal((y + 0.75f * stride) / Side, face.Y + face.Height, 1e-6f);
            Assert.Equal(x / Side, face.Landmarks[FaceLandmarks.RightEye].X, 1e-6f);
            Assert.Equal((x + 0.5f * stride) / Side, face.Landmarks[FaceLandmarks.LeftEye].X, 1e-6f);
            Assert.Equal((y + 0.25f * stride) / Side, face.Landmarks[FaceLandmarks.Nose].Y, 1e-6f);
        }
    }

    [Fact]
    public void Mouth_corners_are_given_and_their_middle()
    {
        Put(0, 3, 3, 0, 0.9f, [1, 1, 1, 1], [-0.5f, -0.5f, 0.5f, -0.5f, 0, 0, -0.25f, 0.5f, 0.5f, 0.75f]);

        DetectedFace face = Assert.Single(Decode());
        Assert.Equal(FacePoints.MouthCorners, face.Points);
        Assert.Equal(new Landmark((24 - 2) / 64f, 28 / 64f), face.Landmarks[FaceLandmarks.RightMouthCorner]);
        Assert.Equal(new Landmark((24 + 4) / 64f, 30 / 64f), face.Landmarks[FaceLandmarks.LeftMouthCorner]);
        Assert.Equal(new Landmark(25 / 64f, 29 / 64f), face.Landmarks[FaceLandmarks.MouthCentre]);
    }

    [Fact]
    public void Of_faces_that_overlap_the_best_is_kept_as_it_is()
    {
        Put(0, 3, 3, 0, 0.7f, [1, 1, 1, 1], new float[10]);
        Put(0, 3, 3, 1, 0.9f, [1, 1, 1, 1.25f], new float[10]);
        Put(0, 6, 6, 0, 0.6f, [1, 1, 1, 1], new float[10]);

        Assert.Equal([0.9f, 0.6f], Decode().Select(face => face.Score));
        Assert.Equal(18 / 64f, Decode()[0].Height, 1e-6f);
    }

    [Fact]
    public void Low_scores_and_what_is_no_number_are_no_faces()
    {
        Put(0, 1, 1, 0, 0.49f, [1, 1, 1, 1], new float[10]);
        Put(0, 2, 2, 0, float.NaN, [1, 1, 1, 1], new float[10]);
        Put(0, 3, 3, 0, 0.9f, [float.NaN, 1, 1, 1], new float[10]);
        Put(0, 4, 4, 0, 0.9f, [1, 1, float.PositiveInfinity, 1], new float[10]);
        Put(0, 5, 5, 0, 0.9f, [-1, 1, -1, 1], new float[10]);

        Assert.Empty(Decode());
    }

    [Fact]
    public void Noise_never_harms()
    {
        var random = new Random(7);
        byte[] noise = new byte[4];
        for (int round = 0; round < 50; round++)
        {
            foreach (float[] tensor in _tensors)
            {
                for (int i = 0; i < tensor.Length; i++)
                {
                    random.NextBytes(noise);
                    tensor[i] = BitConverter.ToSingle(noise);
                }
            }
            Assert.All(Decode(), face => Assert.True(face is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && face.X + face.Width <= 1.0001f));
        }
    }

    [Fact]
    public void Decoding_allocates_nothing()
    {
        for (int i = 0; i < 8; i++) Put(0, i, i, 0, 0.9f, [1, 1, 1, 1], new float[10]);
        var decoder = new ScrfdDecoder(Input, Output);
        var tensors = new HandMade(_tensors);
        decoder.Decode(tensors, HandMade.Whole(Input), _faces);

        long before = GC.GetAllocatedBytesForCurrentThread();
        decoder.Decode(tensors, HandMade.Whole(Input), _faces);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Put(int head, int column, int row, int anchor, float score, float[] box, float[] points)
    {
        int at = (row * (Side / Output.Heads[head].Stride) + column) * 2 + anchor;
        _tensors[3 * head][at] = score;
        box.CopyTo(_tensors[3 * head + 1], 4 * at);
        points.CopyTo(_tensors[3 * head + 2], 10 * at);
    }

    private DetectedFace[] Decode() => _faces[..new ScrfdDecoder(Input, Output).Decode(new HandMade(_tensors), HandMade.Whole(Input), _faces)];
}
