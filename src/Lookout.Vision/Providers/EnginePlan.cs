using Lookout.Vision.Models;
using Lookout.Vision.Onnx;

namespace Lookout.Vision.Providers;

/// <summary>
/// An engine that TensorRT has compiled for one kind of GPU (<c>.engine</c>, <c>.plan</c>). ONNX Runtime takes one as a model of a single EPContext node
/// (onnxruntime.ai, "EP Context Design") that holds it. It lies in the node and not in a file beside it, so that the bytes whose hash was compared are those that run.
/// </summary>
internal static class EnginePlan
{
    private const string Operator = "EPContext";
    private const string Domain = "com.microsoft";
    private const string Source = "TensorrtExecutionProvider";

    /// <summary>Whether a model file is one, by its name.</summary>
    public static bool IsOne(string path) => Path.GetExtension(path) is ".engine" or ".plan";

    /// <summary>Makes the model of one node. Its tensors have the engine's names and types, and the sizes of the manifest.</summary>
    public static byte[] ToModel(byte[] plan, IReadOnlyList<TensorShape> inputs, IReadOnlyList<TensorShape> outputs, int batch)
    {
        var graph = new OnnxGraph("engine");
        graph.Inputs.AddRange(inputs.Select(shape => Value(shape, batch)));
        graph.Outputs.AddRange(outputs.Select(shape => Value(shape, batch)));
        graph.Domains.Add((Domain, 1));
        graph.Nodes.Add(new OnnxNode(
            Operator, [.. inputs.Select(input => input.Name)], [.. outputs.Select(output => output.Name)],
            OnnxAttribute.Of("main_context", 1), OnnxAttribute.Of("embed_mode", 1), OnnxAttribute.Of("source", Source), OnnxAttribute.Of("ep_cache_context", plan))
        {
            Domain = Domain,
        });
        return graph.ToModel();
    }

    // An engine for several pictures is taken to run fewer as well: its profile begins at one.
    private static OnnxValue Value(TensorShape shape, int batch)
    {
        OnnxDimension first = batch == 1 || shape.IsFlat ? shape.Dimensions[0] : "N";
        return new OnnxValue(shape.Name, (OnnxType)shape.Type, [first, .. shape.Dimensions.Skip(1).Select(size => (OnnxDimension)size)]);
    }
}
