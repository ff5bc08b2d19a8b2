using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Onnx;

/// <summary>
/// What <see cref="Preprocessor"/> does, as a graph that takes a picture's planes as they are: uint8 luma [height, width], and chroma
/// [rows, columns, 2] for NV12, [2, rows, columns] for I420. A resize along an axis is a product with the matrix of that axis's weights, so the area mean is
/// the same to rounding; ONNX's own Resize knows linear and cubic kernels only. Zeroes in the matrices are the letterbox's margins: chroma and luma are counted
/// from black, so that nothing added up is black.
/// </summary>
internal static class PreprocessGraph
{
    public const string Luma = "lookout/y";
    public const string Chroma = "lookout/uv";

    /// <summary>The oldest opset whose operators mean what the nodes say: Max and Min broadcast since 8.</summary>
    public const int OldestOpset = 8;

    // Black in BT.601 limited range.
    private const float LumaBlack = 16, ChromaBlack = 128;

    /// <param name="layout">How the picture's chroma lies.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="format">What the model wants.</param>
    /// <param name="output">Name of the tensor that is made: the model's input.</param>
    public static OnnxGraph Create(YuvLayout layout, int width, int height, TensorFormat format, string output)
    {
        Letterbox box = Letterbox.Fit(width, height, format.Width, format.Height, format.Fit);
        (int chromaWidth, int chromaHeight) = ((width + 1) / 2, (height + 1) / 2);
        bool isPacked = layout == YuvLayout.Nv12;

        var graph = new OnnxGraph("preprocess");
        graph.Inputs.Add(new OnnxValue(Luma, OnnxType.UInt8, height, width));
        graph.Inputs.Add(isPacked
            ? new OnnxValue(Chroma, OnnxType.UInt8, chromaHeight, chromaWidth, 2)
            : new OnnxValue(Chroma, OnnxType.UInt8, 2, chromaHeight, chromaWidth));
        graph.Outputs.Add(new OnnxValue(output, OnnxType.Float, format.IsPlanar ? [1, 3, format.Height, format.Width] : [1, format.Height, format.Width, 3]));

        var made = new Chain(graph);
        string y = made.FromBlack(Luma, LumaBlack);
        y = made.Resize(y, "luma", Axis(width, width, box.Width, format.Resize), Axis(height, height, box.Height, format.Resize), box, format, width, height);
        y = made.Node("Reshape", [y, made.Shape(1, format.Height, format.Width)]);

        string uv = made.FromBlack(Chroma, ChromaBlack);
        if (isPacked) uv = made.Node("Transpose", [uv], OnnxAttribute.Of("perm", [2L, 0L, 1L]));
        uv = made.Resize(
            uv, "chroma", Axis(chromaWidth, width / 2.0, box.Width, format.Resize), Axis(chromaHeight, height / 2.0, box.Height, format.Resize),
            box, format, chromaWidth, chromaHeight);

        string colours = made.Node("Concat", [y, uv], OnnxAttribute.Of("axis", 0));
        colours = made.Node("Reshape", [colours, made.Shape(1, 3, format.Height, format.Width)]);
        colours = made.Node("Conv", [colours, made.Constant([3, 3, 1, 1], Bt601(format.IsBgr))]);
        colours = made.Node("Max", [colours, made.Constant([1], [0])]);
        colours = made.Node("Min", [colours, made.Constant([1], [255])]);
        if (format.Padding > 0) colours = made.Node("Add", [colours, made.Constant([format.Height, format.Width], Margins(box, format))]);
        colours = made.Node("Sub", [colours, made.Constant([3, 1, 1], [.. format.Mean])]);
        string[] divide = [colours, made.Constant([3, 1, 1], [.. format.Scale])];
        if (format.IsPlanar) graph.Nodes.Add(new OnnxNode("Div", divide, [output]));
        else graph.Nodes.Add(new OnnxNode("Transpose", [made.Node("Div", divide)], [output], OnnxAttribute.Of("perm", [0L, 2L, 3L, 1L])));
        return graph;
    }

    private static BoxAxis Axis(int length, double extent, int target, Resize resize)
    {
        var axis = new BoxAxis();
        axis.Make(length, extent, target, isArea: resize == Resize.Area);
        return axis;
    }

    // What is added to black outside the picture.
    private static float[] Margins(in Letterbox box, TensorFormat format)
    {
        var values = new float[format.Height * format.Width];
        Array.Fill(values, format.Padding);
        for (int row = box.Y; row < box.Y + box.Height; row++) values.AsSpan(row * format.Width + box.X, box.Width).Clear();
        return values;
    }

    // ITU-R BT.601, limited range: rows of the colours, columns of Y, U and V, all three counted from black.
    private static float[] Bt601(bool isBgr)
    {
        const double Kr = 0.299, Kb = 0.114, Kg = 1 - Kr - Kb, Y = 255.0 / 219, C = 255.0 / 112;
        float[] red = [(float)Y, 0, (float)(C * (1 - Kr))];
        float[] green = [(float)Y, (float)(-C * (1 - Kb) * Kb / Kg), (float)(-C * (1 - Kr) * Kr / Kg)];
        float[] blue = [(float)Y, (float)(C * (1 - Kb)), 0];
        return isBgr ? [.. blue, .. green, .. red] : [.. red, .. green, .. blue];
    }

    /// <summary>Nodes one after the other, each tensor with a name of its own.</summary>
    private sealed class Chain(OnnxGraph graph)
    {
        public string Node(string type, string[] inputs, params OnnxAttribute[] attributes)
        {
            string output = $"lookout/{graph.Nodes.Count}";
            graph.Nodes.Add(new OnnxNode(type, inputs, [output], attributes));
            return output;
        }

        public string Constant(ReadOnlySpan<long> dimensions, float[] values) => Keep(OnnxTensor.Of($"lookout/constant{graph.Constants.Count}", dimensions, values));

        public string Shape(params long[] dimensions) => Keep(OnnxTensor.Of($"lookout/constant{graph.Constants.Count}", [dimensions.Length], dimensions));

        public string FromBlack(string plane, float black) =>
            Node("Sub", [Node("Cast", [plane], OnnxAttribute.Of("to", (long)OnnxType.Float)), Constant([1], [black])]);

        // Columns first: rows that have become short are cheap to add up.
        public string Resize(string plane, string name, BoxAxis x, BoxAxis y, in Letterbox box, TensorFormat format, int width, int height)
        {
            var across = new float[width * format.Width];
            for (int k = 0; k < box.Width; k++)
            {
                for (int i = 0; i < x.Count[k]; i++) across[(x.First[k] + i) * format.Width + box.X + k] = x.Weights[k * x.Taps + i];
            }
            var down = new float[format.Height * height];
            for (int k = 0; k < box.Height; k++) y.Weights.Slice(k * y.Taps, y.Count[k]).CopyTo(down.AsSpan((box.Y + k) * height + y.First[k]));

            string columns = Keep(OnnxTensor.Of($"lookout/{name}_columns", [width, format.Width], across));
            string rows = Keep(OnnxTensor.Of($"lookout/{name}_rows", [format.Height, height], down));
            return Node("MatMul", [rows, Node("MatMul", [plane, columns])]);
        }

        private string Keep(OnnxTensor constant)
        {
            graph.Constants.Add(constant);
            return constant.Name;
        }
    }
}
