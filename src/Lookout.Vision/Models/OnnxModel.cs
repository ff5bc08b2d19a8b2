using Lookout.Vision.Providers;
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
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
    private readonly List<OrtValue> _values = [];
    private readonly float[] _input;
    private readonly float[][] _outputs;

    /// <param name="path">For messages only.</param>
    /// <param name="model">The ONNX file or engine plan; not needed after the call.</param>
    /// <param name="input">The one input the model must have.</param>
    /// <param name="outputs">Outputs it must have; it may have more.</param>
    /// <param name="inference">What runs it.</param>
    /// <exception cref="ModelException">The runtime refuses the model, or it has not these tensors.</exception>
    public OnnxModel(string path, byte[] model, TensorShape input, IEnumerable<TensorShape> outputs, Inference inference)
    {
        TensorShape[] wanted = [.. outputs];
        const string Remedy = "Use a model that matches its manifest; tools/setup/models.sh fetches the right one.";
        try
        {
            _session = inference.Open(path, model, [input], wanted);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException(path, $"ONNX Runtime refuses the model ({e.Message})", Remedy, e);
        }

        _binding = _session.CreateIoBinding();
        string? mismatch = Mismatch(_session.InputMetadata, input) ?? wanted.Select(shape => Mismatch(_session.OutputMetadata, shape)).FirstOrDefault(text => text is not null);
        if (mismatch is not null)
        {
            Dispose();
            throw new ModelException(path, mismatch, Remedy);
        }

        _binding.BindInput(input.Name, Pin(input, out _input));
        _outputs = new float[wanted.Length][];
        for (int i = 0; i < wanted.Length; i++)
            _binding.BindOutput(wanted[i].Name, Pin(wanted[i], out _outputs[i]));
    }

    /// <summary>The input tensor, to be written before <see cref="Run"/>.</summary>
    public Span<float> Input => _input;

    /// <summary>Output tensor <paramref name="index"/> in the constructor's order, as the last run left it.</summary>
    public ReadOnlySpan<float> Output(int index) => _outputs[index];

    public void Run() => _session.RunWithBinding(_run, _binding);

    public void Dispose()
    {
        _binding?.Dispose();
        foreach (OrtValue value in _values) value.Dispose();
        _run.Dispose();
        _session?.Dispose();
    }

    private static string? Mismatch(IReadOnlyDictionary<string, NodeMetadata> tensors, TensorShape wanted)
    {
        if (!tensors.TryGetValue(wanted.Name, out NodeMetadata? found))
            return $"the model has no tensor {wanted} (it has {string.Join(", ", tensors.Keys)})";
        bool matches = found.IsTensor && found.ElementDataType == TensorElementType.Float
            && found.Dimensions.Select(dimension => (long)dimension).SequenceEqual(wanted.Dimensions);
        return matches ? null : $"the model's tensor {wanted.Name} is {found.ElementDataType} [{string.Join(", ", found.Dimensions)}], not Float {wanted}";
    }

    private OrtValue Pin(TensorShape shape, out float[] memory)
    {
        memory = GC.AllocateArray<float>(shape.Length, pinned: true);
        OrtValue value = OrtValue.CreateTensorValueFromMemory(memory, shape.Dimensions);
        _values.Add(value);
        return value;
    }
}
