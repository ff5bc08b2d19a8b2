using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

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
    private readonly float[] _input;
    private readonly float[][] _outputs;

    /// <param name="path">For messages only.</param>
    /// <param name="model">The ONNX file; not needed after the call.</param>
    /// <param name="input">The one input the model must have, for one picture.</param>
    /// <param name="outputs">Outputs it must have, for one picture; it may have more.</param>
    /// <param name="batch">Pictures a run takes at most.</param>
    /// <exception cref="ModelException">The runtime refuses the model, or it has not these tensors.</exception>
    public OnnxModel(string path, byte[] model, TensorShape input, IEnumerable<TensorShape> outputs, int batch = 1)
    {
        const string Remedy = "Use a model that matches its manifest; tools/setup/models.sh fetches the right one.";
        try
        {
            using SessionOptions options = Options();
            _session = new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException(path, $"ONNX Runtime refuses the model ({e.Message})", Remedy, e);
        }

        _bindings = new OrtIoBinding?[batch];
        TensorShape[] wanted = [.. outputs];
        string? mismatch = Mismatch(_session.InputMetadata, input, batch)
            ?? wanted.Select(shape => Mismatch(_session.OutputMetadata, shape, batch)).FirstOrDefault(text => text is not null);
        if (mismatch is not null)
        {
            Dispose();
            throw new ModelException(path, mismatch, Remedy);
        }

        _input = GC.AllocateArray<float>(batch * input.Length, pinned: true);
        _outputs = [.. wanted.Select(shape => GC.AllocateArray<float>(batch * shape.Length, pinned: true))];
        bool isDynamic = _session.InputMetadata[input.Name].Dimensions[0] < 0;
        for (int count = isDynamic ? 1 : batch; count <= batch; count++)
        {
            OrtIoBinding binding = _bindings[count - 1] = _session.CreateIoBinding();
            binding.BindInput(input.Name, Value(input, count, _input));
            for (int i = 0; i < wanted.Length; i++) binding.BindOutput(wanted[i].Name, Value(wanted[i], count, _outputs[i]));
        }
    }

    /// <summary>The input tensor, to be written before <see cref="Run"/>.</summary>
    public Span<float> Input => _input;

    /// <summary>Output tensor <paramref name="index"/> in the constructor's order, as the last run left it.</summary>
    public ReadOnlySpan<float> Output(int index) => _outputs[index];

    /// <summary>Runs the model on the first <paramref name="count"/> pictures.</summary>
    public void Run(int count = 1) => _session.RunWithBinding(_run, _bindings[count - 1] ?? _bindings[^1]!);

    public void Dispose()
    {
        foreach (OrtIoBinding? binding in _bindings ?? []) binding?.Dispose();
        foreach (OrtValue value in _values) value.Dispose();
        _run.Dispose();
        _session?.Dispose();
    }

    // One thread that never spins: cameras, encoders and viewers share these cores (docs/design/vision.md has the figures).
    private static SessionOptions Options()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            // The pattern planner would take 5 MB more for a graph this small, and make it no faster.
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    private static string? Mismatch(IReadOnlyDictionary<string, NodeMetadata> tensors, TensorShape wanted, int batch)
    {
        if (!tensors.TryGetValue(wanted.Name, out NodeMetadata? found))
            return $"the model has no tensor {wanted} (it has {string.Join(", ", tensors.Keys)})";
        bool matches = found.IsTensor && found.ElementDataType == TensorElementType.Float
            && found.Dimensions.Length == wanted.Dimensions.Length
            && (found.Dimensions[0] < 0 || found.Dimensions[0] == batch)
            && found.Dimensions.Skip(1).Select(dimension => (long)dimension).SequenceEqual(wanted.Dimensions.Skip(1));
        return matches ? null : $"the model's tensor {wanted.Name} is {found.ElementDataType} [{string.Join(", ", found.Dimensions)}], not Float {wanted}"
            + (batch > 1 ? $" with a batch of {batch}" : "");
    }

    private OrtValue Value(TensorShape shape, int count, float[] memory)
    {
        long[] dimensions = [count, .. shape.Dimensions.Skip(1)];
        OrtValue value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory.AsMemory(0, count * shape.Length), dimensions);
        _values.Add(value);
        return value;
    }
}
