using System.Text;

namespace Lookout.Vision.Onnx;

/// <summary>
/// Puts a graph in front of a model's input: its nodes and constants join the model's, and its inputs take the input's place. Everything else of the model
/// is copied byte by byte, known to us or not.
/// </summary>
internal static class GraphWithPreprocess
{
    // Since IR version 4 a constant need not be listed as an input too.
    private const ulong OldestIrVersion = 4;

    /// <param name="model">An ONNX file.</param>
    /// <param name="input">The input to be replaced; an output of <paramref name="front"/> has its name.</param>
    /// <param name="front">What makes the input.</param>
    /// <param name="merged">The file of both; empty when it fails.</param>
    /// <returns>What is wrong with the model; null when nothing is.</returns>
    public static string? Prepend(ReadOnlySpan<byte> model, string input, OnnxGraph front, out byte[] merged)
    {
        merged = [];
        var to = new WireWriter();
        var reader = new WireReader(model);
        ulong irVersion = 0, opset = 0;
        bool hasGraph = false;
        while (reader.TryRead(out WireField field))
        {
            // ModelProto: ir_version = 1, graph = 7, opset_import = 8.
            if (field is { Number: 1, IsVarint: true }) irVersion = field.Value;
            if (field is { Number: 8, IsDelimited: true }) opset = Math.Max(opset, OpsetOf(field.Body));
            if (field is not { Number: 7, IsDelimited: true })
            {
                to.Encoded(field.Encoded);
                continue;
            }
            if (hasGraph) return "the model has two graphs";
            hasGraph = true;
            int graph = to.Begin(7);
            if (!TryPrepend(field.Body, Encoding.UTF8.GetBytes(input), front, to)) return $"the model's graph is malformed, or has no input {input}";
            to.End(graph);
        }
        if (!reader.IsAtEnd || !hasGraph) return "the file is not an ONNX model";
        if (irVersion < OldestIrVersion) return $"the model has IR version {irVersion}; {OldestIrVersion} is the oldest that can be extended";
        if (opset < PreprocessGraph.OldestOpset) return $"the model's opset is {opset}; {PreprocessGraph.OldestOpset} is the oldest that can be extended";
        merged = to.ToArray();
        return null;
    }

    private static bool TryPrepend(ReadOnlySpan<byte> graph, ReadOnlySpan<byte> input, OnnxGraph front, WireWriter to)
    {
        // Nodes must stand in an order in which they can run, so the new ones come first.
        front.WriteNodes(to);
        front.WriteConstants(to);
        front.WriteInputs(to);
        bool hasInput = false;
        var reader = new WireReader(graph);
        while (reader.TryRead(out WireField field))
        {
            // GraphProto: input = 11.
            if (field is { Number: 11, IsDelimited: true } && NameOf(field.Body).SequenceEqual(input)) hasInput = true;
            else to.Encoded(field.Encoded);
        }
        return reader.IsAtEnd && hasInput;
    }

    // ValueInfoProto: name = 1.
    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        while (reader.TryRead(out WireField field))
        {
            if (field is { Number: 1, IsDelimited: true }) return field.Body;
        }
        return default;
    }

    // OperatorSetIdProto: domain = 1, empty or ai.onnx for ONNX's own; version = 2.
    private static ulong OpsetOf(ReadOnlySpan<byte> operators)
    {
        ulong version = 0;
        var reader = new WireReader(operators);
        while (reader.TryRead(out WireField field))
        {
            if (field is { Number: 1, IsDelimited: true } && !field.Body.IsEmpty && !field.Body.SequenceEqual("ai.onnx"u8)) return 0;
            if (field is { Number: 2, IsVarint: true }) version = field.Value;
        }
        return version;
    }
}
