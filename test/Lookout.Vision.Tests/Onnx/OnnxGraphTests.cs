using Lookout.Vision.Models;
using Lookout.Vision.Onnx;
using Lookout.Vision.Providers;
using Microsoft.ML.OnnxRuntime;

namespace Lookout.Vision.Tests.Onnx;

public sealed class OnnxGraphTests
{
    [Fact]
    public void Written_graph_loads_and_runs()
    {
        var graph = new OnnxGraph("affine");
        graph.Inputs.Add(new OnnxValue("x", OnnxType.Float, 2, 3));
        graph.Outputs.Add(new OnnxValue("y", OnnxType.Float, 2, 2));
        graph.Constants.Add(OnnxTensor.Of("matrix", [3, 2], new float[] { 1, 0, 0, 1, 1, 1 }));
        graph.Constants.Add(OnnxTensor.Of("offset", [2], new float[] { 10, -0.5f }));
        graph.Nodes.Add(new OnnxNode("MatMul", ["x", "matrix"], ["product"]));
        graph.Nodes.Add(new OnnxNode("Add", ["product", "offset"], ["y"]));

        Assert.Equal([14, 4.5f, 20, 10.5f], Run<float, float>(graph, "x", [1, 2, 3, 4, 5, 6], 2, 3));
    }

    [Fact]
    public void Constants_may_be_the_outputs()
    {
        var graph = new OnnxGraph("constants");
        graph.Inputs.Add(new OnnxValue("x", OnnxType.Float, 1));
        graph.Outputs.Add(new OnnxValue("y", OnnxType.Float, 3));
        graph.Constants.Add(OnnxTensor.Of("values", [3], new float[] { -1, float.MaxValue, 1e-30f }));
        graph.Nodes.Add(new OnnxNode("Identity", ["values"], ["y"]));

        Assert.Equal([-1, float.MaxValue, 1e-30f], Run<float, float>(graph, "x", [0], 1));
    }

    [Fact]
    public void Every_kind_of_constant_keeps_its_values()
    {
        Assert.Equal([long.MinValue, -1, long.MaxValue], Constant<long>(OnnxTensor.Of("c", [3], new long[] { long.MinValue, -1, long.MaxValue }), OnnxType.Int64));
        Assert.Equal([int.MinValue, 7], Constant<int>(OnnxTensor.Of("c", [2], new int[] { int.MinValue, 7 }), OnnxType.Int32));
        Assert.Equal([0, 255], Constant<byte>(OnnxTensor.Of("c", [2], new byte[] { 0, 255 }), OnnxType.UInt8));
        Assert.Equal([(Half)0.1f, Half.MaxValue], Constant<Half>(OnnxTensor.Of("c", [2], new Half[] { (Half)0.1f, Half.MaxValue }), OnnxType.Float16));
    }

    [Fact]
    public void Every_kind_of_attribute_reaches_the_operator()
    {
        // LeakyRelu takes a float, Transpose ints, Cast an int, and a Constant node a tensor or floats.
        var graph = new OnnxGraph("attributes");
        graph.Inputs.Add(new OnnxValue("x", OnnxType.Int32, 2, 2));
        graph.Outputs.Add(new OnnxValue("y", OnnxType.Float, 2, 2));
        graph.Nodes.Add(new OnnxNode("Cast", ["x"], ["float"], OnnxAttribute.Of("to", (long)OnnxType.Float)));
        graph.Nodes.Add(new OnnxNode("LeakyRelu", ["float"], ["leaky"], OnnxAttribute.Of("alpha", 0.25f)));
        graph.Nodes.Add(new OnnxNode("Transpose", ["leaky"], ["across"], OnnxAttribute.Of("perm", [1L, 0L])));
        graph.Nodes.Add(new OnnxNode("Constant", [], ["tensor"], OnnxAttribute.Of("value", OnnxTensor.Of("", [1, 2], new float[] { 10, 20 }))));
        graph.Nodes.Add(new OnnxNode("Constant", [], ["floats"], OnnxAttribute.Of("value_floats", [0.5f, 0.25f])));
        graph.Nodes.Add(new OnnxNode("Add", ["across", "tensor"], ["sum"]));
        graph.Nodes.Add(new OnnxNode("Add", ["sum", "floats"], ["y"]));

        Assert.Equal([9.5f, 23.25f, 10, 24.25f], Run<int, float>(graph, "x", [-4, -2, 3, 4], 2, 2));
    }

    [Fact]
    public void String_attribute_reaches_the_operator()
    {
        var graph = new OnnxGraph("string");
        graph.Inputs.Add(new OnnxValue("x", OnnxType.Float, 1, 1, 3, 3));
        graph.Outputs.Add(new OnnxValue("y", OnnxType.Float, 1, 1, 2, 2));
        graph.Nodes.Add(new OnnxNode(
            "MaxPool", ["x"], ["y"], OnnxAttribute.Of("kernel_shape", [2L, 2L]), OnnxAttribute.Of("strides", [2L, 2L]), OnnxAttribute.Of("auto_pad", "SAME_UPPER")));

        Assert.Equal([5, 6, 8, 9], Run<float, float>(graph, "x", [1, 2, 3, 4, 5, 6, 7, 8, 9], 1, 1, 3, 3));
    }

    [Fact]
    public void Named_dimension_takes_any_size()
    {
        var graph = new OnnxGraph("batch");
        graph.Inputs.Add(new OnnxValue("x", OnnxType.Float, "N", 2));
        graph.Outputs.Add(new OnnxValue("y", OnnxType.Float, "N", 2));
        graph.Nodes.Add(new OnnxNode("Relu", ["x"], ["y"]));

        Assert.Equal([0, 2], Run<float, float>(graph, "x", [-1, 2], 1, 2));
        Assert.Equal([0, 2, 3, 0], Run<float, float>(graph, "x", [-1, 2, 3, -4], 2, 2));
    }

    [Fact]
    public void Same_graph_is_the_same_file()
    {
        Assert.Equal(Graph().ToModel(), Graph().ToModel());

        static OnnxGraph Graph()
        {
            var graph = new OnnxGraph("same");
            graph.Outputs.Add(new OnnxValue("y", OnnxType.Float, 1));
            graph.Constants.Add(OnnxTensor.Of("y", [1], new float[] { 1 }));
            graph.Domains.Add(("com.microsoft", 1));
            return graph;
        }
    }

    [Fact]
    public void Values_that_do_not_fill_the_dimensions_are_refused() =>
        Assert.Throws<ArgumentException>(() => OnnxTensor.Of("c", [2, 2], new float[] { 1, 2, 3 }));

    [Fact]
    public void Nothing_written_lies_outside_the_file()
    {
        var graph = new OnnxGraph("inside");
        graph.Constants.Add(OnnxTensor.Of("c", [1000], new float[1000]));
        Assert.False(OnnxExternalData.IsReferenced(graph.ToModel()));
    }

    private static T[] Constant<T>(OnnxTensor tensor, OnnxType type) where T : unmanaged
    {
        var graph = new OnnxGraph("constant");
        graph.Inputs.Add(new OnnxValue("x", OnnxType.Float, 1));
        graph.Outputs.Add(new OnnxValue("y", type, "n"));
        graph.Constants.Add(tensor);
        graph.Nodes.Add(new OnnxNode("Identity", [tensor.Name], ["y"]));
        if (typeof(T) == typeof(Half)) return [.. Run<float, Float16>(graph, "x", [0], 1).Select(value => (T)(object)BitConverter.UInt16BitsToHalf(value.value))];
        return Run<float, T>(graph, "x", [0], 1);
    }

    private static TOut[] Run<TIn, TOut>(OnnxGraph graph, string input, TIn[] values, params long[] dimensions) where TIn : unmanaged where TOut : unmanaged
    {
        using SessionOptions options = SharedThreads.CreateOptions();
        using var session = new InferenceSession(graph.ToModel(), options);
        using var run = new RunOptions();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory(values, dimensions);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, [input], [x], ["y"]);
        return outputs[0].GetTensorDataAsSpan<TOut>().ToArray();
    }
}
