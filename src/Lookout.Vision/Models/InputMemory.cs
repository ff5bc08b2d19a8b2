using System.Numerics.Tensors;
using Lookout.Vision.Preprocess;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lookout.Vision.Models;

/// <summary>The input of a model in pinned memory of the type that it takes. Bytes are written as such; integers come from floats, rounded before each run.</summary>
internal sealed class InputMemory
{
    private readonly float[] _floats = [];
    private readonly byte[] _bytes = [];
    private readonly int[] _integers = [];

    /// <param name="type">Floats, bytes or integers of 32 bits.</param>
    /// <param name="length">Values of all pictures.</param>
    public InputMemory(TensorElementType type, int length)
    {
        if (type == TensorElementType.UInt8) _bytes = GC.AllocateArray<byte>(length, pinned: true);
        else _floats = GC.AllocateArray<float>(length, pinned: true);
        if (type == TensorElementType.Int32) _integers = GC.AllocateArray<int>(length, pinned: true);
    }

    /// <summary>Where to write the pictures.</summary>
    public TensorSpan Samples => _bytes.Length > 0 ? new TensorSpan(_bytes) : new TensorSpan(_floats);

    /// <summary>The memory of the first pictures, as a tensor.</summary>
    public OrtValue Value(TensorShape shape, int count) =>
        _bytes.Length > 0 ? shape.Value(_bytes, count) : _integers.Length > 0 ? shape.Value(_integers, count) : shape.Value(_floats, count);

    /// <summary>The pictures have been written.</summary>
    public void Finish()
    {
        if (_integers.Length == 0) return;
        TensorPrimitives.Round<float>(_floats, _floats);
        TensorPrimitives.ConvertSaturating<float, int>(_floats, _integers);
    }
}
