using System.Text.Json;

namespace Lookout.Link.Tests;

/// <summary>What the types of these messages cannot say by themselves.</summary>
public class LikenessMessagesTests
{
    private static readonly Measure Cosine = new("net@0123456789ab", Measure.Cosine, 0.3f);
    private static readonly Likeness Item = new(4, 0.5f, 60, 1, Embedding(2), new byte[LinkProtocol.PictureBytes]);
    private static readonly Likenesses Good = new(1, 2, 3, LikenessKind.Body, Cosine, [Item]);
    private static readonly ImageFace Face = new(0, 0.1f, 0.2f, 0.3f, 0.9f, 0.5f, 60, 1, Embedding(2), new byte[LinkProtocol.PictureBytes]);
    private static readonly ImageFaces GoodImage = new(ulong.MaxValue, "", 640, 480, Cosine, [Face, Face]);

    public static TheoryData<string, Likenesses> Bad => new()
    {
        { "unknown camera", Good with { Camera = 2 } },
        { "time before the clock began", Good with { CaptureNs = -1 } },
        { "nobody", Good with { Items = [] } },
        { "too many", Good with { Items = [.. Enumerable.Repeat(Item, LinkProtocol.MaxLikenesses + 1)] } },
        { "an item that is null", Good with { Items = [Item, null!] } },
        { "no track", Good with { Items = [Item with { Track = 0 }] } },
        { "no model", Good with { Measure = Cosine with { Model = "" } } },
        { "a model with an endless name", Good with { Measure = Cosine with { Model = new string('x', 200) } } },
        { "unknown metric", Good with { Measure = Cosine with { Metric = "manhattan" } } },
        { "no embedding", Good with { Items = [Item with { Embedding = [] }] } },
        { "half a float", Good with { Items = [Item with { Embedding = new byte[6] }] } },
        { "a number that is none", Good with { Items = [Item with { Embedding = [0, 0, 0xC0, 0x7F] }] } },
        { "an embedding that never ends", Good with { Items = [Item with { Embedding = new byte[LinkProtocol.MaxEmbeddingBytes + 4] }] } },
        { "embeddings of two lengths", Good with { Items = [Item, Item with { Embedding = Embedding(3) }] } },
        { "a picture of another size", Good with { Items = [Item with { Picture = new byte[100] }] } },
    };

    public static TheoryData<string, ImageFaces> BadImages => new()
    {
        { "faces and no measure", GoodImage with { Measure = null } },
        { "faces and a problem", GoodImage with { Problem = "No face." } },
        { "a problem and a measure", ImageFaces.Refused(1, "No face.") with { Measure = Cosine } },
        { "an endless problem", ImageFaces.Refused(1, new string('x', 2000)) },
        { "negative width", GoodImage with { Width = -1 } },
        { "negative height", GoodImage with { Height = -1 } },
        { "a face that is null", GoodImage with { Faces = [null!] } },
        { "too many faces", GoodImage with { Faces = [.. Enumerable.Repeat(Face, LinkProtocol.MaxLikenesses + 1)] } },
        { "embeddings of two lengths", GoodImage with { Faces = [Face, Face with { Embedding = Embedding(3) }] } },
        { "a picture of another size", GoodImage with { Faces = [Face with { Picture = [] }] } },
    };

    [Fact]
    public void Likenesses_come_back_as_they_were()
    {
        Assert.True(LinkMessages.TryParseLikenesses(Bytes(Good), 2, out Likenesses parsed));
        Assert.Equivalent(Good, parsed, strict: true);
    }

    [Fact]
    public void Absent_picture_stays_absent()
    {
        Assert.True(LinkMessages.TryParseLikenesses(Bytes(Good with { Items = [Item with { Picture = null }] }), 2, out Likenesses parsed));
        Assert.Null(parsed.Items[0].Picture);
    }

    [Fact]
    public void Faces_of_a_picture_come_back_as_they_were()
    {
        Assert.True(LinkMessages.TryParseImageFaces(JsonSerializer.SerializeToUtf8Bytes(GoodImage, LinkJson.Default.ImageFaces), out ImageFaces parsed));
        Assert.Equivalent(GoodImage, parsed, strict: true);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Likenesses_that_make_no_sense_are_refused(string why, Likenesses bad) =>
        Assert.False(LinkMessages.TryParseLikenesses(Bytes(bad), 2, out _), why);

    [Theory]
    [MemberData(nameof(BadImages))]
    public void Faces_that_make_no_sense_are_refused(string why, ImageFaces bad) =>
        Assert.False(LinkMessages.TryParseImageFaces(JsonSerializer.SerializeToUtf8Bytes(bad, LinkJson.Default.ImageFaces), out _), why);

    [Fact]
    public void Fullest_messages_fit_into_a_body()
    {
        Likeness item = Item with { Track = int.MaxValue, Quality = 0.123456789f, EyeDistance = 123.456789f, Sharpness = 0.987654321f, Embedding = new byte[LinkProtocol.MaxEmbeddingBytes] };
        Assert.InRange(Bytes(Good with { Items = [.. Enumerable.Repeat(item, LinkProtocol.MaxLikenesses)] }).Length, 0, LinkProtocol.MaxBody);
        ImageFace face = Face with { X = 0.123456789f, Y = 0.123456789f, Width = 0.123456789f, Height = 0.123456789f, Embedding = item.Embedding };
        ImageFaces image = GoodImage with { Faces = [.. Enumerable.Repeat(face, LinkProtocol.MaxLikenesses)] };
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(image, LinkJson.Default.ImageFaces).Length, 0, LinkProtocol.MaxBody);
    }

    [Fact]
    public void Embedding_is_not_printed()
    {
        Assert.DoesNotContain("63", Item.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("63", Face.ToString(), StringComparison.Ordinal);
    }

    // 1.0f is 00 00 80 3F, of which 3F is 63.
    private static byte[] Embedding(int length) => [.. Enumerable.Repeat<byte[]>([0, 0, 0x80, 63], length).SelectMany(bytes => bytes)];

    private static byte[] Bytes(Likenesses likenesses) => JsonSerializer.SerializeToUtf8Bytes(likenesses, LinkJson.Default.Likenesses);
}
