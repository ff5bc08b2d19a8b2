using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lookout.Vision.Models;

/// <summary>A tensor a model must have, for one picture: the first dimension is the batch, unless it is flat.</summary>
internal readonly record struct TensorShape(string Name, long[] Dimensions)
{
    public TensorElementType Type { get; init; } = TensorElementType.Float;

    /// <summary>There is no dimension for the batch.</summary>
    public bool IsFlat { get; init; }

    public int Length => (int)Dimensions.Aggregate(1L, (product, dimension) => product * dimension);

    /// <summary>The dimensions for a number of pictures.</summary>
    public long[] For(int count) => IsFlat ? Dimensions : [count, .. Dimensions.Skip(1)];

    /// <summary>The memory of the first pictures as a tensor; it is pinned.</summary>
    public OrtValue Value<T>(T[] memory, int count) where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory.AsMemory(0, count * Length), For(count));

    public override string ToString() => $"{Name} [{string.Join(", ", Dimensions)}]";
}
