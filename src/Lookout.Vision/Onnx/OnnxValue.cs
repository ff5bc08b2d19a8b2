namespace Lookout.Vision.Onnx;

/// <summary>An input or output of a graph (ValueInfoProto).</summary>
internal sealed record OnnxValue(string Name, OnnxType Type, params IReadOnlyList<OnnxDimension> Dimensions)
{
    internal void Write(WireWriter to)
    {
        // ValueInfoProto: name = 1, type = 2; TypeProto: tensor_type = 1; Tensor: elem_type = 1, shape = 2; TensorShapeProto: dim = 1.
        to.Text(1, Name);
        int type = to.Begin(2), tensor = to.Begin(1);
        to.Integer(1, (long)Type);
        int shape = to.Begin(2);
        foreach (OnnxDimension dimension in Dimensions)
        {
            // Dimension: dim_value = 1, dim_param = 2.
            int at = to.Begin(1);
            if (dimension.Name is { } name) to.Text(2, name);
            else to.Integer(1, dimension.Size);
            to.End(at);
        }
        to.End(shape);
        to.End(tensor);
        to.End(type);
    }
}
