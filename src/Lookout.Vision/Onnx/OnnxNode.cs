namespace Lookout.Vision.Onnx;

/// <summary>One operation (NodeProto). An input that is left out has an empty name.</summary>
/// <param name="Operator">Its type, such as <c>MatMul</c>.</param>
/// <param name="Inputs">Names of tensors.</param>
/// <param name="Outputs">Names of tensors.</param>
/// <param name="Attributes">Its parameters; what is left out has the operator's default.</param>
internal sealed record OnnxNode(string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, params IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>Whose operator it is; empty: ONNX's own.</summary>
    public string Domain { get; init; } = "";

    internal void Write(WireWriter to)
    {
        // NodeProto: input = 1, output = 2, name = 3, op_type = 4, attribute = 5, domain = 7.
        foreach (string input in Inputs) to.Text(1, input);
        foreach (string output in Outputs) to.Text(2, output);
        if (Outputs.Count > 0) to.Text(3, Outputs[0]);
        to.Text(4, Operator);
        foreach (OnnxAttribute attribute in Attributes)
        {
            int at = to.Begin(5);
            attribute.Write(to);
            to.End(at);
        }
        if (Domain.Length > 0) to.Text(7, Domain);
    }
}
