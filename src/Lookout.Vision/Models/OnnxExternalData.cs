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
        while (!bytes.IsEmpty)
        {
            if (!TryReadVarint(ref bytes, out ulong tag)) return true;
            ulong field = tag >> 3;
            switch (tag & 7)
            {
                case 0:
                    if (!TryReadVarint(ref bytes, out ulong value)) return true;
                    // TensorProto.data_location = 14; DEFAULT = 0, EXTERNAL = 1.
                    if (message == Message.Tensor && field == 14 && value != 0) return true;
                    break;
                case 1:
                    if (!TrySkip(ref bytes, 8)) return true;
                    break;
                case 2:
                    if (!TryReadVarint(ref bytes, out ulong length) || length > (ulong)bytes.Length) return true;
                    ReadOnlySpan<byte> body = bytes[..(int)length];
                    bytes = bytes[(int)length..];
                    // TensorProto.external_data = 13: present at all is enough.
                    if (message == Message.Tensor && field == 13) return true;
                    if (Child(message, field) is { } child && IsReferenced(body, child, depth + 1)) return true;
                    break;
                case 5:
                    if (!TrySkip(ref bytes, 4)) return true;
                    break;
                default:
                    return true;
            }
        }
        return false;
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

    private static bool TrySkip(ref ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.Length < count) return false;
        bytes = bytes[count..];
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < 10 && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }
        return false;
    }
}
