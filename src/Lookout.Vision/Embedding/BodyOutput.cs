using Lookout.Vision.Models;

namespace Lookout.Vision.Embedding;

/// <summary>A re-identification net as OSNet (Zhou et al., 2019): a person, stretched to the input, in; one vector out, compared by cosine.</summary>
internal sealed record BodyOutput : ModelOutput
{
    public const string Name = "reid";

    public override string Family => Name;

    private const int MostNumbers = 4096;

    /// <summary>Name of the tensor [persons, length].</summary>
    public required string Embedding { get; init; }

    public required int Length { get; init; }

    public override string? ProblemWith(ModelInput input) =>
        Length is < 1 or > MostNumbers ? $"its embedding's length is {Length}; 1..{MostNumbers} is expected" :
        // Margins would have to be painted for each person anew.
        input.Fit != "stretch" ? $"its input's fit is {input.Fit}; stretch is expected" :
        null;

    public override IEnumerable<TensorShape> Tensors(ModelInput input) => [new TensorShape(Embedding, [1, Length])];
}
