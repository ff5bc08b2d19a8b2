namespace Lookout.Vision.Onnx;

/// <summary>
/// A graph to be written as an ONNX model (onnx.proto3): constants, and nodes in an order in which they can run. The same graph gives the same
/// file. Nothing is checked here that the runtime checks when it loads the file.
/// </summary>
internal sealed class OnnxGraph(string name)
{
    /// <summary>The version of ONNX's operators that is meant when none is named.</summary>
    public const int DefaultOpset = 17;

    // What ONNX 1.12 wrote, the first with opset 17; the runtime refuses a version newer than itself.
    private const int IrVersion = 8;

    public List<OnnxValue> Inputs { get; } = [];

    public List<OnnxValue> Outputs { get; } = [];

    public List<OnnxTensor> Constants { get; } = [];

    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>Other operators' domains and their versions.</summary>
    public List<(string Domain, int Version)> Domains { get; } = [];

    /// <summary>Makes the file.</summary>
    public byte[] ToModel(int opset = DefaultOpset)
    {
        var to = new WireWriter();
        // ModelProto: ir_version = 1, producer_name = 2, graph = 7, opset_import = 8.
        to.Integer(1, IrVersion);
        to.Text(2, "lookout");
        int graph = to.Begin(7);
        Write(to);
        to.End(graph);
        foreach ((string domain, int version) in Domains.Prepend(("", opset)))
        {
            // OperatorSetIdProto: domain = 1, version = 2.
            int at = to.Begin(8);
            to.Text(1, domain);
            to.Integer(2, version);
            to.End(at);
        }
        return to.ToArray();
    }

    private void Write(WireWriter to)
    {
        // GraphProto: node = 1, name = 2, initializer = 5, input = 11, output = 12.
        WriteNodes(to);
        to.Text(2, name);
        WriteConstants(to);
        WriteInputs(to);
        foreach (OnnxValue output in Outputs)
        {
            int at = to.Begin(12);
            output.Write(to);
            to.End(at);
        }
    }

    /// <summary>The nodes as fields of a GraphProto.</summary>
    internal void WriteNodes(WireWriter to)
    {
        foreach (OnnxNode node in Nodes)
        {
            int at = to.Begin(1);
            node.Write(to);
            to.End(at);
        }
    }

    /// <inheritdoc cref="WriteNodes"/>
    internal void WriteConstants(WireWriter to)
    {
        foreach (OnnxTensor constant in Constants)
        {
            int at = to.Begin(5);
            constant.Write(to);
            to.End(at);
        }
    }

    /// <inheritdoc cref="WriteNodes"/>
    internal void WriteInputs(WireWriter to)
    {
        foreach (OnnxValue input in Inputs)
        {
            int at = to.Begin(11);
            input.Write(to);
            to.End(at);
        }
    }
}
