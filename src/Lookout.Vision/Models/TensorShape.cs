namespace Lookout.Vision.Models;

/// <summary>A float tensor a model must have.</summary>
internal readonly record struct TensorShape(string Name, long[] Dimensions)
{
    public int Length => (int)Dimensions.Aggregate(1L, (product, dimension) => product * dimension);

    public override string ToString() => $"{Name} [{string.Join(", ", Dimensions)}]";
}
