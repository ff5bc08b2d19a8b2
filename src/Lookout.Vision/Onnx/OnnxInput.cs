using System.Text;

namespace Lookout.Vision.Onnx;

/// <summary>Reads what an ONNX file says of an input, before a session does.</summary>
internal static class OnnxInput
{
    /// <summary>Whether the first dimension is left to the run.</summary>
    /// <param name="model">An ONNX file; false for one that is malformed or has no such input.</param>
    /// <param name="name">Of the input.</param>
    public static bool IsBatchOpen(ReadOnlySpan<byte> model, string name)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(name);
        // ModelProto: graph = 7; GraphProto: input = 11.
        var graph = new WireReader(Child(model, 7));
        while (graph.TryRead(out WireField input))
        {
            // ValueInfoProto: name = 1, type = 2; TypeProto: tensor_type = 1; Tensor: shape = 2; TensorShapeProto: dim = 1.
            if (input is not { Number: 11, IsDelimited: true } || !Child(input.Body, 1).SequenceEqual(wanted)) continue;
            ReadOnlySpan<byte> shape = Child(Child(Child(input.Body, 2), 1), 2);
            return !shape.IsEmpty && !HasSize(Child(shape, 1));
        }
        return false;
    }

    // Dimension: dim_value = 1.
    private static bool HasSize(ReadOnlySpan<byte> dimension)
    {
        var reader = new WireReader(dimension);
        while (reader.TryRead(out WireField field))
        {
            if (field is { Number: 1, IsVarint: true }) return true;
        }
        return false;
    }

    // The first field of that number; empty when there is none.
    private static ReadOnlySpan<byte> Child(ReadOnlySpan<byte> message, ulong number)
    {
        var reader = new WireReader(message);
        while (reader.TryRead(out WireField field))
        {
            if (field.IsDelimited && field.Number == number) return field.Body;
        }
        return default;
    }
}
