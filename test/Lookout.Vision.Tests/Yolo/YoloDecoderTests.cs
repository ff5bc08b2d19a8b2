using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Tests.Parts;
using Lookout.Vision.Yolo;

namespace Lookout.Vision.Tests.Yolo;

/// <summary>Tensors by Ultralytics' definition: rows of values over all places, boxes as centre and size in pixels, scores through the logistic function.</summary>
public sealed class YoloDecoderTests
{
    private static readonly ModelInput Input = HandMade.Input(64, 32);
    private static readonly YoloDetectOutput Detect = new() { Score = 0.25f, Overlap = 0.45f, Classes = ["person", "dog", "car"], Predictions = "output0" };
    private static readonly YoloPoseOutput Poses = new() { Score = 0.25f, Overlap = 0.45f, Classes = ["person"], Predictions = "output0" };

    private readonly DetectedObject[] _objects = new DetectedObject[8];
    private readonly Pose[] _poses = new Pose[8];

    [Fact]
    public void Tensors_are_those_of_the_published_models_at_their_size()
    {
        YoloDetectOutput coco = Detect with { Classes = [.. Enumerable.Range(0, 80).Select(i => $"{i}")] };

        Assert.Equal([1L, 84, 8400], Assert.Single(coco.Tensors(HandMade.Input(640, 640))).Dimensions);
        Assert.Equal([1L, 56, 8400], Assert.Single(Poses.Tensors(HandMade.Input(640, 640))).Dimensions);
        // The camera's shape instead of a square spares 44 % of the places.
        Assert.Equal(5040, YoloOutput.Places(HandMade.Input(640, 384)));
        Assert.Equal(8 * 4 + 4 * 2 + 2 * 1, YoloOutput.Places(Input));
    }

    [Fact]
    public void Best_class_of_a_place_is_its_object()
    {
        float[] tensor = Tensor(Detect);
        Put(tensor, 17, [32, 16, 16, 8], [0.3f, 0.8f, 0.5f]);

        DetectedObject dog = Assert.Single(Decode(Detect, tensor));
        Assert.Equal(1, dog.Class);
        Assert.Equal(0.8f, dog.Score);
        Assert.Equal(new BoundingBox(24 / 64f, 12 / 32f, 16 / 64f, 8 / 32f), dog.Box);
    }

    [Fact]
    public void Boxes_of_one_class_suppress_each_other_and_those_of_another_do_not()
    {
        float[] tensor = Tensor(Detect);
        Put(tensor, 3, [32, 16, 16, 16], [0.6f, 0, 0]);
        Put(tensor, 20, [33, 16, 16, 16], [0.9f, 0, 0]);
        Put(tensor, 40, [32, 16, 16, 16], [0, 0, 0.5f]);

        Assert.Equal([(0, 0.9f), (2, 0.5f)], Decode(Detect, tensor).Select(one => (one.Class, one.Score)));
    }

    [Fact]
    public void Low_scores_and_what_is_no_number_are_no_objects()
    {
        float[] tensor = Tensor(Detect);
        Put(tensor, 1, [32, 16, 16, 16], [0.24f, 0.1f, 0]);
        Put(tensor, 2, [32, 16, 16, 16], [float.NaN, 0.9f, 0]);
        Put(tensor, 3, [float.NaN, 16, 16, 16], [0.9f, 0, 0]);
        Put(tensor, 4, [32, 16, -16, 16], [0.9f, 0, 0]);
        Put(tensor, 5, [500, 16, 16, 16], [0.9f, 0, 0]);

        Assert.Empty(Decode(Detect, tensor));
    }

    [Fact]
    public void Pose_belongs_to_its_object_in_the_picture()
    {
        // A picture of 320 x 320 at the top left of 64 x 32: its right edge is at 32.
        var letterbox = Letterbox.Fit(320, 320, 64, 32, PictureFit.TopLeft);
        float[] tensor = Tensor(Poses);
        Put(tensor, 6, [8, 8, 8, 8], [0.5f]);
        Put(tensor, 30, [24, 16, 12, 20], [0.9f]);
        for (int i = 0; i < Pose.Count; i++)
        {
            PutKeypoint(tensor, 6, i, 8, 8, 0.1f);
            PutKeypoint(tensor, 30, i, 20 + 0.5f * i, 8 + i, 0.05f * i);
        }

        Assert.Equal(2, new YoloDecoder(Input, Poses).Decode(new HandMade(tensor), letterbox, _objects, _poses));
        Assert.Equal(new BoundingBox(18 / 32f, 6 / 32f, 12 / 32f, 20 / 32f), _objects[0].Box);
        Assert.Equal(new Keypoint(20 / 32f, 8 / 32f, 0), _poses[0][0]);
        Assert.Equal(new Keypoint(28 / 32f, 24 / 32f, 0.8f), _poses[0][16]);
        Assert.Equal(new Keypoint(8 / 32f, 8 / 32f, 0.1f), _poses[1][5]);
    }

    [Fact]
    public void Noise_never_harms_and_decoding_allocates_nothing()
    {
        var random = new Random(11);
        float[] tensor = Tensor(Poses);
        var decoder = new YoloDecoder(Input, Poses);
        var tensors = new HandMade(tensor);
        decoder.Decode(tensors, HandMade.Whole(Input), _objects, _poses);
        byte[] noise = new byte[4];
        for (int round = 0; round < 100; round++)
        {
            for (int i = 0; i < tensor.Length; i++)
            {
                random.NextBytes(noise);
                tensor[i] = BitConverter.ToSingle(noise);
            }
            long before = GC.GetAllocatedBytesForCurrentThread();
            int found = decoder.Decode(tensors, HandMade.Whole(Input), _objects, _poses);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.All(_objects[..found], one => Assert.True(one.Box is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0, Right: <= 1.0001f, Bottom: <= 1.0001f }));
        }
    }

    private static float[] Tensor(YoloOutput output) => new float[Assert.Single(output.Tensors(Input)).Length];

    private static void Put(float[] tensor, int place, float[] box, float[] scores)
    {
        int places = YoloOutput.Places(Input);
        for (int i = 0; i < 4; i++) tensor[i * places + place] = box[i];
        for (int i = 0; i < scores.Length; i++) tensor[(4 + i) * places + place] = scores[i];
    }

    private static void PutKeypoint(float[] tensor, int place, int point, float x, float y, float score)
    {
        int places = YoloOutput.Places(Input);
        tensor[(5 + 3 * point) * places + place] = x;
        tensor[(6 + 3 * point) * places + place] = y;
        tensor[(7 + 3 * point) * places + place] = score;
    }

    private DetectedObject[] Decode(YoloOutput output, float[] tensor) =>
        _objects[..new YoloDecoder(Input, output).Decode(new HandMade(tensor), HandMade.Whole(Input), _objects, _poses)];
}
