using Lookout.Vision.Preprocess;
using Lookout.Vision.Providers;
using Microsoft.ML.OnnxRuntime;

namespace Lookout.Vision.Models;

/// <summary>
/// One ONNX Runtime session with its tensors: pinned arrays that are bound once, so that a run copies and allocates nothing.
/// Owns the session and the bindings; not thread safe.
/// </summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    // One for each number of pictures; only the last one where the model takes no other number.
    private readonly OrtIoBinding?[] _bindings;
    private readonly RunOptions _run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
    private readonly List<OrtValue> _values = [];
    private readonly InputMemory _input;
    private readonly float[][] _outputs;

    /// <param name="path">For messages only.</param>
    /// <param name="model">The ONNX file or engine plan; not needed after the call.</param>
    /// <param name="input">The one input the model must have, for one picture.</param>
    /// <param name="outputs">Outputs it must have, for one picture; it may have more.</param>
    /// <param name="batch">Pictures a run takes at most.</param>
    /// <param name="inference">What runs it; null: the CPU.</param>
    /// <exception cref="ModelException">The runtime refuses the model, or it has not these tensors.</exception>
    public OnnxModel(string path, byte[] model, TensorShape input, IEnumerable<TensorShape> outputs, int batch = 1, Inference? inference = null)
    {
        TensorShape[] wanted = [.. outputs];
        const string Remedy = "Use a model that matches its manifest; tools/setup/models.sh fetches the right one.";
        try
        {
            _session = (inference ?? Inference.OnCpu).Open(path, model, [input], wanted, batch);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException(path, $"ONNX Runtime refuses the model ({e.Message})", Remedy, e);
        }

        _bindings = new OrtIoBinding?[batch];
        string? mismatch = Mismatch(_session.InputMetadata, input, batch)
            ?? wanted.Select(shape => Mismatch(_session.OutputMetadata, shape, batch)).FirstOrDefault(text => text is not null);
        if (mismatch is not null)
        {
            Dispose();
            throw new ModelException(path, mismatch, Remedy);
        }

        _input = new InputMemory(input.Type, batch * input.Length);
        _outputs = [.. wanted.Select(shape => GC.AllocateArray<float>(batch * shape.Length, pinned: true))];
        bool isDynamic = _session.InputMetadata[input.Name].Dimensions[0] < 0;
        for (int count = isDynamic ? 1 : batch; count <= batch; count++)
        {
            OrtIoBinding binding = _bindings[count - 1] = _session.CreateIoBinding();
            binding.BindInput(input.Name, Keep(_input.Value(input, count)));
            for (int i = 0; i < wanted.Length; i++) binding.BindOutput(wanted[i].Name, Keep(wanted[i].Value(_outputs[i], count)));
        }
        if (wanted.Append(input).Any(shape => IsOpen(shape.Name))) Try(path, Remedy);
    }

    /// <summary>The input tensor, to be written before <see cref="Run"/>.</summary>
    public TensorSpan Input => _input.Samples;

    /// <summary>Output tensor <paramref name="index"/> in the constructor's order, as the last run left it.</summary>
    public ReadOnlySpan<float> Output(int index) => _outputs[index];

    /// <summary>Runs the model on the first <paramref name="count"/> pictures.</summary>
    public void Run(int count = 1)
    {
        _input.Finish();
        _session.RunWithBinding(_run, _bindings[count - 1] ?? _bindings[^1]!);
    }

    public void Dispose()
    {
        foreach (OrtIoBinding? binding in _bindings ?? []) binding?.Dispose();
        foreach (OrtValue value in _values) value.Dispose();
        _run.Dispose();
        _session?.Dispose();
    }

    // Whether a size other than the batch is left to the run, so that only a run shows what it is.
    private bool IsOpen(string name) =>
        (_session.InputMetadata.GetValueOrDefault(name) ?? _session.OutputMetadata[name]).Dimensions.Skip(1).Any(dimension => dimension < 0);

    private void Try(string path, string remedy)
    {
        try
        {
            Run(_bindings.Length);
        }
        catch (OnnxRuntimeException e)
        {
            Dispose();
            throw new ModelException(path, $"the model's tensors come out in other shapes than the manifest says ({e.Message})", remedy, e);
        }
    }

    // A size below 0 is left open by the model.
    private static string? Mismatch(IReadOnlyDictionary<string, NodeMetadata> tensors, TensorShape wanted, int batch)
    {
        if (!tensors.TryGetValue(wanted.Name, out NodeMetadata? found))
            return $"the model has no tensor {wanted} (it has {string.Join(", ", tensors.Keys)})";
        bool matches = found.IsTensor && found.ElementDataType == wanted.Type && found.Dimensions.Length == wanted.Dimensions.Length
            && found.Dimensions.Zip(wanted.For(batch), (size, expected) => size < 0 || size == expected).All(fits => fits);
        return matches ? null : $"the model's tensor {wanted.Name} is {found.ElementDataType} [{string.Join(", ", found.Dimensions)}], not {wanted.Type} {wanted}"
            + (batch > 1 ? $" with a batch of {batch}" : "");
    }

    private OrtValue Keep(OrtValue value)
    {
        _values.Add(value);
        return value;
    }
}
