using System.Runtime.InteropServices;

namespace Lookout.Vision.Onnx;

/// <summary>A constant (TensorProto); its values are kept as the file holds them, little-endian.</summary>
internal sealed class OnnxTensor
{
    private readonly OnnxType _type;
    private readonly long[] _dimensions;
    private readonly byte[] _values;

    private OnnxTensor(string name, OnnxType type, ReadOnlySpan<long> dimensions, ReadOnlySpan<byte> values)
    {
        Name = name;
        _type = type;
        _dimensions = dimensions.ToArray();
        _values = values.ToArray();
    }

    public string Name { get; }

    public static OnnxTensor Of(string name, ReadOnlySpan<long> dimensions, ReadOnlySpan<float> values) => Of(name, OnnxType.Float, dimensions, values);

    public static OnnxTensor Of(string name, ReadOnlySpan<long> dimensions, ReadOnlySpan<Half> values) => Of(name, OnnxType.Float16, dimensions, values);

    public static OnnxTensor Of(string name, ReadOnlySpan<long> dimensions, ReadOnlySpan<long> values) => Of(name, OnnxType.Int64, dimensions, values);

    public static OnnxTensor Of(string name, ReadOnlySpan<long> dimensions, ReadOnlySpan<int> values) => Of(name, OnnxType.Int32, dimensions, values);

    public static OnnxTensor Of(string name, ReadOnlySpan<long> dimensions, ReadOnlySpan<byte> values) => Of(name, OnnxType.UInt8, dimensions, values);

    internal void Write(WireWriter to)
    {
        // TensorProto: dims = 1, data_type = 2, name = 8, raw_data = 9.
        foreach (long dimension in _dimensions) to.Integer(1, dimension);
        to.Integer(2, (long)_type);
        to.Text(8, Name);
        to.Bytes(9, _values);
    }

    // raw_data is little-endian, and so is every processor this is built for.
    private static OnnxTensor Of<T>(string name, OnnxType type, ReadOnlySpan<long> dimensions, ReadOnlySpan<T> values) where T : unmanaged
    {
        long length = 1;
        foreach (long dimension in dimensions) length *= dimension;
        if (length != values.Length) throw new ArgumentException($"{name} has {values.Length} values; its dimensions are for {length}.", nameof(values));
        return new OnnxTensor(name, type, dimensions, MemoryMarshal.AsBytes(values));
    }
}
