using Lookout.Vision.Onnx;

namespace Lookout.Vision.Models;

/// <summary>
/// Tells whether an ONNX file (onnx.proto3) keeps tensor data outside itself. ONNX Runtime would follow such a reference to any path,
/// so a model that has one is refused before it reaches the runtime.
/// </summary>
internal static class OnnxExternalData
{
    // Deep enough for any real graph, shallow enough for the stack: If and Loop nest graphs in attributes.
    private const int MaxDepth = 64;

    private enum Message { Model, Graph, Node, Attribute, Tensor, SparseTensor, Function, Training }

    /// <returns>True when a tensor is external, and for bytes that are not well-formed protobuf: what cannot be read is not vouched for.</returns>
    public static bool IsReferenced(ReadOnlySpan<byte> model) => IsReferenced(model, Message.Model, 0);

    private static bool IsReferenced(ReadOnlySpan<byte> bytes, Message message, int depth)
    {
        if (depth > MaxDepth) return true;
        var reader = new WireReader(bytes);
        while (reader.TryRead(out WireField field))
        {
            // TensorProto.data_location = 14; DEFAULT = 0, EXTERNAL = 1.
            if (message == Message.Tensor && field is { Number: 14, IsVarint: true } && field.Value != 0) return true;
            if (!field.IsDelimited) continue;
            // TensorProto.external_data = 13: present at all is enough.
            if (message == Message.Tensor && field.Number == 13) return true;
            if (Child(message, field.Number) is { } child && IsReferenced(field.Body, child, depth + 1)) return true;
        }
        return !reader.IsAtEnd;
    }

    // The fields on the way to a TensorProto; all others are skipped.
    private static Message? Child(Message message, ulong field) => (message, field) switch
    {
        (Message.Model, 7) => Message.Graph,
        (Message.Model, 20) => Message.Training,
        (Message.Model, 25) => Message.Function,
        (Message.Training, 1 or 2) => Message.Graph,
        (Message.Function, 7) => Message.Node,
        (Message.Function, 11) => Message.Attribute,
        (Message.Graph, 1) => Message.Node,
        (Message.Graph, 5) => Message.Tensor,
        (Message.Graph, 15) => Message.SparseTensor,
        (Message.Node, 5) => Message.Attribute,
        (Message.Attribute, 5 or 10) => Message.Tensor,
        (Message.Attribute, 6 or 11) => Message.Graph,
        (Message.Attribute, 22 or 23) => Message.SparseTensor,
        (Message.SparseTensor, 1 or 2) => Message.Tensor,
        _ => null,
    };
}
