using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lookout.Vision.Models;

/// <summary>The input of a model that takes samples as they are, in pinned memory: floats are rounded into it before each run.</summary>
internal sealed class WholeNumbers
{
    private readonly byte[]? _bytes;
    private readonly int[]? _integers;

    private WholeNumbers(byte[]? bytes, int[]? integers) => (_bytes, _integers) = (bytes, integers);

    /// <summary>Null for a model that takes floats.</summary>
    public static WholeNumbers? For(TensorElementType type, int length) => type switch
    {
        TensorElementType.UInt8 => new(GC.AllocateArray<byte>(length, pinned: true), null),
        TensorElementType.Int32 => new(null, GC.AllocateArray<int>(length, pinned: true)),
        _ => null,
    };

    /// <summary>The memory of the first pictures, as a tensor.</summary>
    public OrtValue Value(TensorShape shape, int count) => _bytes is not null
        ? OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _bytes.AsMemory(0, count * shape.Length), shape.For(count))
        : OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _integers.AsMemory(0, count * shape.Length), shape.For(count));

    /// <summary>Rounds samples in place and takes them over.</summary>
    public void Take(Span<float> samples)
    {
        TensorPrimitives.Round<float>(samples, samples);
        if (_bytes is not null) TensorPrimitives.ConvertSaturating<float, byte>(samples, _bytes);
        else TensorPrimitives.ConvertSaturating<float, int>(samples, _integers);
    }
}
