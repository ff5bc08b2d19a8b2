using System.Text.Json.Serialization;
using Lookout.Vision.Models;

namespace Lookout.Vision.Embedding;

/// <summary>A face recogniser: an aligned face in, one vector out. ArcFace, AdaFace and SFace compare by cosine, dlib's by Euclidean distance.</summary>
internal sealed record EmbeddingOutput : ModelOutput
{
    public const string Name = "embedding";

    public override string Family => Name;

    private const int MostNumbers = 4096;

    /// <summary>Name of the tensor [faces, length].</summary>
    public required string Embedding { get; init; }

    public required int Length { get; init; }

    /// <summary><c>euclidean</c> or <c>cosine</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>The same person: at most this distance, or at least this cosine.</summary>
    public required float Threshold { get; init; }

    /// <summary>Whether the vector is made one of length 1.</summary>
    public required bool Normalise { get; init; }

    /// <summary>
    /// Where the face's points lie in the input, in pixels, the first one at 0: right eye, left eye, nose, then the mouth's middle, or its right and left corner
    /// (right is the person's, left in the picture).
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<float>> Template { get; init; }

    [JsonIgnore]
    public FaceMetric FaceMetric => Metric == "cosine" ? FaceMetric.Cosine : FaceMetric.Euclidean;

    [JsonIgnore]
    public IReadOnlyList<Landmark> Points => [.. Template.Select(point => new Landmark(point[0], point[1]))];

    public override string? ProblemWith(ModelInput input) =>
        Length is < 1 or > MostNumbers ? $"its embedding's length is {Length}; 1..{MostNumbers} is expected" :
        Metric is not ("euclidean" or "cosine") ? $"its metric is {Metric}; euclidean or cosine is expected" :
        !(Metric == "cosine" ? Threshold is > -1 and < 1 : Threshold is > 0 and < float.PositiveInfinity) ? $"its threshold {Threshold} is no {Metric} one" :
        Template.Count is not (4 or 5) || Template.Any(point => point.Count != 2) ? "its template is not four or five points" :
        Template.Any(point => !(point[0] >= 0 && point[0] < input.Width && point[1] >= 0 && point[1] < input.Height)) ? "its template does not lie in its input" :
        !(Template[0][0] < Template[1][0]) ? "its template's first point is not the eye on the left of the picture" :
        null;

    public override IEnumerable<TensorShape> Tensors(ModelInput input) => [new TensorShape(Embedding, [1, Length])];
}
