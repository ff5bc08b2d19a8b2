using System.Text;
using System.Text.Json;

namespace Lookout.Link.Tests;

public class LinkMessagesTests
{
    private const int Cameras = 2;
    private const int Mutations = 20_000;

    private static readonly Measure Euclid = new("net@0123456789ab", Measure.Euclidean, 0.6f);

    private static readonly Dictionary<string, byte[]> Samples = new()
    {
        ["hello"] = JsonSerializer.SerializeToUtf8Bytes(new Hello(1, "nonce", "i", 7, [new LinkCamera("front", CameraKind.Camera, true) { Renditions = [LinkRendition.Full, new(1, 600_000)] }]), LinkJson.Default.Hello),
        ["analysis"] = JsonSerializer.SerializeToUtf8Bytes(new Analysis(1, 2, 3, [new Face(0, 0.5f, 1, 1, 1, [0.25f, 0.5f])], 1, 2), LinkJson.Default.Analysis),
        ["people"] = JsonSerializer.SerializeToUtf8Bytes(new People(1, 2, 3, [new Person(4, 0, 0.5f, 1, 1, 1, [0.25f, 0.5f, 1], new Face(0, 0.5f, 1, 1, 1, [0.25f, 0.5f]))], 1, 2), LinkJson.Default.People),
        ["state"] = JsonSerializer.SerializeToUtf8Bytes(new CameraState(0, CameraStatus.NoSignal, "why", 4, 3, 2, 1, 5, 6, 7) { Renditions = [new(0, RenditionStatus.Running, "", VideoCodec.H264, 4, 2, 9, 8), new(2, RenditionStatus.Refused, "why", VideoCodec.H265, 0, 0, 0, 0)] }, LinkJson.Default.CameraState),
        ["want"] = JsonSerializer.SerializeToUtf8Bytes(new Want(1, 3, true), LinkJson.Default.Want),
        ["key"] = JsonSerializer.SerializeToUtf8Bytes(new KeyFrame(1, 2), LinkJson.Default.KeyFrame),
        ["likenesses"] = JsonSerializer.SerializeToUtf8Bytes(new Likenesses(1, 2, 3, LikenessKind.Face, Euclid, [new Likeness(4, 0.5f, 60, 1, new byte[8], null), new Likeness(5, 1, 0, 0, new byte[8], null)]), LinkJson.Default.Likenesses),
        ["image"] = JsonSerializer.SerializeToUtf8Bytes(new ImageFaces(7, "", 640, 480, Euclid, []), LinkJson.Default.ImageFaces),
        ["refusal"] = JsonSerializer.SerializeToUtf8Bytes(ImageFaces.Refused(7, "No face."), LinkJson.Default.ImageFaces),
        ["still"] = StillImage.Frame(9, [1, 2, 3])[FrameWriter.PrefixLength..],
        ["unit"] = Unit(new AccessUnitHeader(1, 3, true, 9, 8)),
    };

    public static TheoryData<string> Kinds => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whole_message_is_accepted(string kind) => Assert.True(Parse(kind, Samples[kind]));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Message_cut_at_any_length_is_refused(string kind)
    {
        int end = kind == "unit" ? AccessUnitHeader.Length + 1 : kind == "still" ? StillImage.HeaderLength + 1 : Samples[kind].Length;
        for (int length = 0; length < end; length++) Assert.False(Parse(kind, Samples[kind].AsSpan(0, length)), $"{kind} of {length} bytes");
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("analysis")]
    [InlineData("people")]
    [InlineData("state")]
    [InlineData("likenesses")]
    [InlineData("image")]
    [InlineData("want")]
    [InlineData("key")]
    public void Trailing_byte_is_refused(string kind) => Assert.False(Parse(kind, [.. Samples[kind], (byte)'x']));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mutated_message_never_throws(string kind)
    {
        var random = new Random(20260901);
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bytes = [.. Samples[kind]];
            for (int n = random.Next(1, 5); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Parse(kind, bytes);
        }
    }

    [Theory]
    [InlineData("want", """{"camera":2,"rendition":0,"on":true}""")] // no such camera
    [InlineData("want", """{"camera":-1,"rendition":0,"on":true}""")]
    [InlineData("want", """{"camera":0,"rendition":4,"on":true}""")]
    [InlineData("want", """{"camera":0,"rendition":0}""")] // a member is missing
    [InlineData("want", """{"camera":0,"rendition":0,"on":true,"x":1}""")] // one is unknown
    [InlineData("want", """{"camera":0,"camera":1,"rendition":0,"on":true}""")] // one is double
    [InlineData("want", "null")]
    [InlineData("key", """{"camera":2,"rendition":0}""")]
    [InlineData("key", """{"camera":0,"rendition":4}""")]
    [InlineData("key", """{"camera":0}""")]
    [InlineData("hello", """{"protocol":1,"nonce":null,"instance":"","pid":1,"cameras":[]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[null]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[{"name":"../x","kind":"camera","passthrough":false,"renditions":[{"number":0,"bitsPerSecond":0}]}]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[{"name":"x","kind":0,"passthrough":false,"renditions":[{"number":0,"bitsPerSecond":0}]}]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[{"name":"x","kind":"clip","passthrough":false,"renditions":[{"number":0,"bitsPerSecond":0}]},{"name":"x","kind":"clip","passthrough":false,"renditions":[{"number":0,"bitsPerSecond":0}]}]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[{"name":"x","kind":"clip","passthrough":false}]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[{"name":"x","kind":"clip","passthrough":false,"renditions":[]}]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[{"name":"x","kind":"clip","passthrough":false,"renditions":[null]}]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[{"name":"x","kind":"clip","passthrough":false,"renditions":[{"number":1,"bitsPerSecond":0}]}]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[{"name":"x","kind":"clip","passthrough":false,"renditions":[{"number":0,"bitsPerSecond":0},{"number":0,"bitsPerSecond":0}]}]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[{"name":"x","kind":"clip","passthrough":false,"renditions":[{"number":0,"bitsPerSecond":-1}]}]}""")]
    [InlineData("hello", """{"protocol":1,"nonce":"","instance":"","pid":1,"cameras":[{"name":"x","kind":"clip","passthrough":false,"renditions":[{"number":0,"bitsPerSecond":0},{"number":4,"bitsPerSecond":0}]}]}""")]
    [InlineData("analysis", """{"camera":0,"sequence":0,"captureNs":0,"faces":[null],"preprocessMs":0,"inferenceMs":0}""")]
    [InlineData("analysis", """{"camera":0,"sequence":0,"captureNs":0,"faces":[],"preprocessMs":1e999,"inferenceMs":0}""")]
    [InlineData("people", """{"camera":2,"sequence":0,"captureNs":0,"persons":[],"detectMs":0,"poseMs":0}""")]
    [InlineData("people", """{"camera":0,"sequence":0,"captureNs":0,"persons":[null],"detectMs":0,"poseMs":0}""")]
    [InlineData("people", """{"camera":0,"sequence":0,"captureNs":0,"persons":[{"id":0,"x":0,"y":0,"width":0,"height":0,"score":0,"keypoints":[]}],"detectMs":0,"poseMs":0}""")]
    [InlineData("people", """{"camera":0,"sequence":0,"captureNs":0,"persons":[{"id":1,"x":0,"y":0,"width":0,"height":0,"score":0,"keypoints":[1,2]}],"detectMs":0,"poseMs":0}""")]
    [InlineData("people", """{"camera":0,"sequence":0,"captureNs":0,"persons":[],"detectMs":0,"poseMs":1e999}""")]
    [InlineData("analysis", """{"camera":0,"sequence":0,"captureNs":-1,"faces":[],"preprocessMs":0,"inferenceMs":0}""")]
    [InlineData("analysis", """{"camera":0,"sequence":0,"captureNs":0,"faces":[{"x":0,"y":0,"width":0,"height":0,"score":0,"landmarks":[1]}],"preprocessMs":0,"inferenceMs":0}""")]
    [InlineData("state", """{"camera":0,"status":"sleepy","reason":"","width":0,"height":0,"fps":0,"frames":0,"lastFrameNs":0,"restarts":0,"dropped":0,"renditions":[]}""")]
    [InlineData("state", """{"camera":0,"status":"online","reason":"","width":-1,"height":0,"fps":0,"frames":0,"lastFrameNs":0,"restarts":0,"dropped":0,"renditions":[]}""")]
    [InlineData("state", """{"camera":0,"status":"online","reason":"","width":0,"height":0,"fps":0,"frames":0,"lastFrameNs":0,"restarts":0,"dropped":0}""")]
    [InlineData("state", """{"camera":0,"status":"online","reason":"","width":0,"height":0,"fps":0,"frames":0,"lastFrameNs":0,"restarts":0,"dropped":0,"renditions":[null]}""")]
    [InlineData("state", """{"camera":0,"status":"online","reason":"","width":0,"height":0,"fps":0,"frames":0,"lastFrameNs":0,"restarts":0,"dropped":0,"renditions":[{"number":4,"status":"running","reason":"","codec":"h264","width":0,"height":0,"bitsPerSecond":0,"targetBitsPerSecond":0}]}""")]
    [InlineData("state", """{"camera":0,"status":"online","reason":"","width":0,"height":0,"fps":0,"frames":0,"lastFrameNs":0,"restarts":0,"dropped":0,"renditions":[{"number":0,"status":"running","reason":"","codec":"vp8","width":0,"height":0,"bitsPerSecond":0,"targetBitsPerSecond":0}]}""")]
    public void Message_that_makes_no_sense_is_refused(string kind, string json) => Assert.False(Parse(kind, Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Access_unit_of_an_unknown_camera_rendition_or_flag_is_refused()
    {
        byte[] good = Unit(new AccessUnitHeader(1, 3, false, 9, 8));
        Assert.False(Parse("unit", With(good, 0, 2)));
        Assert.False(Parse("unit", With(good, 1, 1)));
        Assert.False(Parse("unit", With(good, 2, 4)));
        Assert.False(Parse("unit", With(good, 3, 4)));
        Assert.False(Parse("unit", With(good, 19, 0x80)));
    }

    [Fact]
    public void Access_unit_says_its_codec()
    {
        foreach (VideoCodec codec in Enum.GetValues<VideoCodec>())
        {
            var header = new AccessUnitHeader(1, 3, true, 9, 8, codec);
            Assert.True(AccessUnitHeader.TryParse(Unit(header), Cameras, out AccessUnitHeader parsed, out _));
            Assert.Equal(header, parsed);
        }
    }

    [Fact]
    public void Status_travels_by_its_name() =>
        Assert.Contains("\"status\":\"no_signal\"", Encoding.UTF8.GetString(Samples["state"]), StringComparison.Ordinal);

    [Fact]
    public void Nonce_is_not_printed() => Assert.DoesNotContain("secret", new Hello(1, "secret", "i", 1, []).ToString(), StringComparison.Ordinal);

    private static bool Parse(string kind, ReadOnlySpan<byte> body) => kind switch
    {
        "hello" => LinkMessages.TryParseHello(body, out _),
        "analysis" => LinkMessages.TryParseAnalysis(body, Cameras, out _),
        "people" => LinkMessages.TryParsePeople(body, Cameras, out _),
        "likenesses" => LinkMessages.TryParseLikenesses(body, Cameras, out _),
        "image" or "refusal" => LinkMessages.TryParseImageFaces(body, out _),
        "still" => StillImage.TryParse(body, out _, out _),
        "state" => LinkMessages.TryParseCameraState(body, Cameras, out _),
        "want" => LinkMessages.TryParseWant(body, Cameras, out _),
        "key" => LinkMessages.TryParseKeyFrame(body, Cameras, out _),
        _ => AccessUnitHeader.TryParse(body, Cameras, out _, out _),
    };

    private static byte[] Unit(AccessUnitHeader header)
    {
        var bytes = new byte[AccessUnitHeader.Length + 4];
        header.Write(bytes);
        bytes[^1] = 1;
        return bytes;
    }

    private static byte[] With(byte[] bytes, int index, byte value)
    {
        byte[] copy = [.. bytes];
        copy[index] = value;
        return copy;
    }
}
