using System.Text;

namespace Lookout.Vision.Onnx;

/// <summary>A named parameter of a node (AttributeProto).</summary>
internal sealed class OnnxAttribute
{
    private readonly string _name;
    private readonly Kind _kind;
    private readonly object _value;

    private OnnxAttribute(string name, Kind kind, object value)
    {
        _name = name;
        _kind = kind;
        _value = value;
    }

    // AttributeProto.AttributeType.
    private enum Kind { Float = 1, Int = 2, String = 3, Tensor = 4, Floats = 6, Ints = 7 }

    public static OnnxAttribute Of(string name, float value) => new(name, Kind.Float, value);

    public static OnnxAttribute Of(string name, long value) => new(name, Kind.Int, value);

    public static OnnxAttribute Of(string name, string value) => new(name, Kind.String, Encoding.UTF8.GetBytes(value));

    /// <summary>A string of any bytes.</summary>
    public static OnnxAttribute Of(string name, byte[] value) => new(name, Kind.String, value);

    public static OnnxAttribute Of(string name, OnnxTensor value) => new(name, Kind.Tensor, value);

    public static OnnxAttribute Of(string name, float[] values) => new(name, Kind.Floats, values);

    public static OnnxAttribute Of(string name, long[] values) => new(name, Kind.Ints, values);

    internal void Write(WireWriter to)
    {
        // AttributeProto: name = 1, f = 2, i = 3, s = 4, t = 5, floats = 7, ints = 8, type = 20.
        to.Text(1, _name);
        switch (_value)
        {
            case float value:
                to.Single(2, value);
                break;
            case long value:
                to.Integer(3, value);
                break;
            case byte[] value:
                to.Bytes(4, value);
                break;
            case OnnxTensor value:
                int tensor = to.Begin(5);
                value.Write(to);
                to.End(tensor);
                break;
            case float[] values:
                foreach (float value in values) to.Single(7, value);
                break;
            case long[] values:
                foreach (long value in values) to.Integer(8, value);
                break;
        }
        to.Integer(20, (long)_kind);
    }
}
