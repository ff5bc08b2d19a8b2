using Lookout.Vision.Embedding;

namespace Lookout.Vision.Tests.Embedding;

public sealed class QualityMeterTests
{
    private const int Side = 150;

    private readonly float[] _noise = new float[Side * Side];

    public QualityMeterTests()
    {
        var random = new Random(1);
        for (int i = 0; i < _noise.Length; i++) _noise[i] = 16 + 219 * random.NextSingle();
    }

    [Fact]
    public void Face_that_looks_straight_ahead_is_frontal_however_its_head_is_tilted()
    {
        for (float tilt = -0.7f; tilt < 0.8f; tilt += 0.35f) Assert.InRange(Measure(Face(aside: 0, tilt)).Frontal, 0.98f, 1);
    }

    [Fact]
    public void The_further_it_is_turned_the_less_frontal_it_is()
    {
        float[] turned = [.. new[] { 0, 0.1f, 0.2f, 0.35f, 0.5f, 0.8f }.Select(aside => Measure(Face(aside, tilt: 0.2f)).Frontal)];

        Assert.Equal(turned.OrderDescending(), turned);
        Assert.True(turned[0] > turned[1] && turned[1] > turned[2] && turned[2] > turned[3]);
        Assert.Equal(0, turned[4], 1e-3f);
        Assert.Equal(0, turned[5]);
    }

    [Fact]
    public void Eyes_are_measured_in_pixels_whatever_the_shape_of_the_picture()
    {
        Assert.Equal(40, Measure(Face(aside: 0, tilt: 0)).EyeDistance, 1e-2f);
        Assert.Equal(40, Measure(Face(aside: 0, tilt: 1.2f)).EyeDistance, 1e-2f);
    }

    [Fact]
    public void Small_face_is_worse_than_a_large_one()
    {
        DetectedFace face = Face(aside: 0, tilt: 0);

        Assert.True(QualityMeter.Measure(face, 400, 200, _noise, Side, wanted: 80).Overall < QualityMeter.Measure(face, 400, 200, _noise, Side, wanted: 40).Overall);
    }

    [Fact]
    public void Neither_light_nor_contrast_make_a_picture_sharper()
    {
        float[] dim = [.. _noise.Select(value => 40 + value / 4)];

        Assert.Equal(QualityMeter.Sharpness(_noise, Side), QualityMeter.Sharpness(dim, Side), 1e-3f);
    }

    [Fact]
    public void Plain_picture_has_no_sharpness_and_no_quality()
    {
        Assert.Equal(0, QualityMeter.Sharpness(new float[Side * Side], Side));
        Assert.Equal(0, QualityMeter.Measure(Face(0, 0), 400, 200, new float[Side * Side], Side, 40).Overall);
    }

    [Fact]
    public void Landmarks_that_are_no_numbers_have_no_quality()
    {
        DetectedFace face = Face(0, 0);
        FaceLandmarks landmarks = face.Landmarks;
        landmarks[FaceLandmarks.Nose] = new(float.NaN, 0);

        Assert.Equal(default, Measure(face with { Landmarks = landmarks }));
        Assert.Equal(default, Measure(face with { Landmarks = default }));
    }

    private FaceQuality Measure(DetectedFace face) => QualityMeter.Measure(face, 400, 200, _noise, Side, 40);

    // Eyes 40 pixels apart in a picture of 400 x 200; aside in distances of the eyes.
    private static DetectedFace Face(float aside, float tilt)
    {
        var landmarks = new FaceLandmarks();
        (float X, float Y)[] points = [(-20, 0), (20, 0), (40 * aside, 22), (0, 40)];
        for (int i = 0; i < points.Length; i++)
        {
            (float sin, float cos) = MathF.SinCos(tilt);
            landmarks[i] = new((200 + points[i].X * cos - points[i].Y * sin) / 400, (100 + points[i].X * sin + points[i].Y * cos) / 200);
        }
        return new(0, 0, 1, 1, 1, landmarks);
    }
}
