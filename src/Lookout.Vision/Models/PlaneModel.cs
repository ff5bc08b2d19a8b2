using Lookout.Vision.Onnx;
using Lookout.Vision.Preprocess;
using Microsoft.ML.OnnxRuntime;

namespace Lookout.Vision.Models;

/// <summary>
/// A model behind the graph that preprocesses, for pictures of one size: it takes their planes, so that a byte a sample crosses the bus instead of tensors of
/// floats. Owns the session and its pinned tensors; not thread safe.
/// </summary>
internal sealed class PlaneModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
    private readonly List<OrtValue> _values = [];
    private readonly byte[] _luma, _chroma;
    private readonly float[][] _outputs;
    private readonly Letterbox _letterbox;

    /// <param name="session">Of a model that <see cref="GraphWithPreprocess"/> has made; is owned.</param>
    /// <param name="format">What the model wants.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="size">Of the pictures.</param>
    public PlaneModel(InferenceSession session, TensorFormat format, IReadOnlyList<TensorShape> outputs, PlaneSize size)
    {
        _session = session;
        Size = size;
        _letterbox = Letterbox.Fit(size.Width, size.Height, format.Width, format.Height, format.Fit);
        _luma = GC.AllocateArray<byte>(size.Width * size.Height, pinned: true);
        _chroma = GC.AllocateArray<byte>(2 * size.ChromaWidth * size.ChromaHeight, pinned: true);
        _outputs = [.. outputs.Select(shape => GC.AllocateArray<float>(shape.Length, pinned: true))];
        _binding = session.CreateIoBinding();
        _binding.BindInput(PreprocessGraph.Luma, Keep(OrtValue.CreateTensorValueFromMemory(_luma, [size.Height, size.Width])));
        long[] chroma = size.Layout == YuvLayout.Nv12 ? [size.ChromaHeight, size.ChromaWidth, 2] : [2, size.ChromaHeight, size.ChromaWidth];
        _binding.BindInput(PreprocessGraph.Chroma, Keep(OrtValue.CreateTensorValueFromMemory(_chroma, chroma)));
        for (int i = 0; i < outputs.Count; i++)
            _binding.BindOutput(outputs[i].Name, Keep(OrtValue.CreateTensorValueFromMemory(_outputs[i], outputs[i].Dimensions)));
    }

    public PlaneSize Size { get; }

    /// <summary>Takes a picture of this size over and tells where it lies in the model's input.</summary>
    public Letterbox Fill(in YuvFrame frame)
    {
        Copy(frame.Y, frame.StrideY, Size.Width, _luma);
        if (Size.Layout == YuvLayout.Nv12)
        {
            Copy(frame.U, frame.StrideU, 2 * Size.ChromaWidth, _chroma);
            return _letterbox;
        }
        int plane = _chroma.Length / 2;
        Copy(frame.U, frame.StrideU, Size.ChromaWidth, _chroma.AsSpan(0, plane));
        Copy(frame.V, frame.StrideV, Size.ChromaWidth, _chroma.AsSpan(plane));
        return _letterbox;
    }

    public void Run() => _session.RunWithBinding(_run, _binding);

    /// <summary>Output tensor <paramref name="index"/> in the constructor's order, as the last run left it.</summary>
    public ReadOnlySpan<float> Output(int index) => _outputs[index];

    public void Dispose()
    {
        _binding.Dispose();
        foreach (OrtValue value in _values) value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static void Copy(ReadOnlySpan<byte> plane, int stride, int width, Span<byte> tight)
    {
        for (int row = 0; row * width < tight.Length; row++) plane.Slice(row * stride, width).CopyTo(tight[(row * width)..]);
    }

    private OrtValue Keep(OrtValue value)
    {
        _values.Add(value);
        return value;
    }
}

/// <summary>What a graph that preprocesses is made for.</summary>
internal readonly record struct PlaneSize(YuvLayout Layout, int Width, int Height)
{
    public int ChromaWidth => (Width + 1) / 2;

    public int ChromaHeight => (Height + 1) / 2;

    public override string ToString() => $"{Layout.ToString().ToLowerInvariant()}-{Width}x{Height}";
}
