using System.Runtime.InteropServices;
using System.Text;

namespace Lookout.Vision.Tests.Parts;

/// <summary>An ONNX file made by hand (onnx.proto3, IR version 8, opset 17): as much of it as a test needs to have a model of any shape.</summary>
internal sealed class TinyModel
{
    public const int Float = 1, UInt8 = 2, Int32 = 6, Int64 = 7;

    private readonly List<byte> _graph = [];
    private int _constants;

    /// <summary>A size below 0 is one that differs from run to run.</summary>
    public TinyModel Input(string name, int type, params long[] shape) => Add(11, ValueInfo(name, type, shape));

    /// <inheritdoc cref="Input"/>
    public TinyModel Output(string name, params long[] shape) => Add(12, ValueInfo(name, Float, shape));

    /// <summary>An output that is always the same.</summary>
    public TinyModel Constant(string name, long[] shape, ReadOnlySpan<float> values)
    {
        string stored = Tensor(shape, Float, MemoryMarshal.AsBytes(values));
        return Node("Identity", [stored], name).Output(name, shape);
    }

    /// <summary>Whole numbers as a constant; returns its name.</summary>
    public string Integers(params long[] values) => Tensor([values.Length], Int64, MemoryMarshal.AsBytes<long>(values));

    /// <summary>Floats as a constant; returns its name.</summary>
    public string Floats(long[] shape, params float[] values) => Tensor(shape, Float, MemoryMarshal.AsBytes<float>(values));

    public TinyModel Node(string operation, string[] inputs, string output, params (string Name, long[] Values)[] attributes) => Add(1,
    [
        .. inputs.SelectMany(input => Text(1, input)), .. Text(2, output), .. Text(4, operation),
        .. attributes.SelectMany(attribute => Bytes(5, Attribute(attribute.Name, attribute.Values))),
    ]);

    public byte[] Build() => [.. Integer(1, 8), .. Bytes(7, [.. _graph, .. Text(2, "tiny")]), .. Bytes(8, [.. Text(1, ""), .. Integer(2, 17)])];

    private TinyModel Add(int field, byte[] content)
    {
        _graph.AddRange(Bytes(field, content));
        return this;
    }

    private string Tensor(long[] shape, int type, ReadOnlySpan<byte> raw)
    {
        string name = $"constant{_constants++}";
        Add(5, [.. shape.SelectMany(size => Integer(1, size)), .. Integer(2, type), .. Text(8, name), .. Bytes(9, raw)]);
        return name;
    }

    // AttributeProto: one number is INT (2), more are INTS (7).
    private static byte[] Attribute(string name, long[] values) => values.Length == 1
        ? [.. Text(1, name), .. Integer(3, values[0]), .. Integer(20, 2)]
        : [.. Text(1, name), .. values.SelectMany(value => Integer(8, value)), .. Integer(20, 7)];

    private static byte[] ValueInfo(string name, int type, long[] shape)
    {
        byte[] sizes = [.. shape.SelectMany(size => Bytes(1, size < 0 ? Text(2, "N") : Integer(1, size)))];
        return [.. Text(1, name), .. Bytes(2, Bytes(1, [.. Integer(1, type), .. Bytes(2, sizes)]))];
    }

    private static byte[] Integer(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, ReadOnlySpan<byte> content) => [.. Varint((ulong)field << 3 | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
