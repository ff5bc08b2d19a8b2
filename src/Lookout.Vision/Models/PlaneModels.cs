using Lookout.Vision.Onnx;
using Lookout.Vision.Providers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lookout.Vision.Models;

/// <summary>
/// One model for whole pictures of the few sizes that cameras have. Parts of pictures have any size, and a size more than there is room for is a camera too
/// many: those take the CPU's pass.
/// </summary>
internal sealed class PlaneModels(string path, byte[] model, ModelInput input, IReadOnlyList<TensorShape> outputs, Inference inference) : IDisposable
{
    // Each holds a session with weights of its own, in the GPU's memory.
    private const int MostSizes = 4;

    private readonly List<PlaneModel> _models = [];
    private bool _isRefused;

    /// <summary>Whether a model's preprocessing can be put into its graph, where it runs.</summary>
    public static bool Suit(string path, ModelInput input, Inference inference) =>
        inference.PreprocessesInGraph(path) && !EnginePlan.IsOne(path) && input is { MostPictures: 1, Shape.Type: TensorElementType.Float };

    /// <summary>The one for the picture's size, made when it is the first of its size; null when there is none.</summary>
    /// <exception cref="ModelException">The provider is gone and the CPU may not take its place.</exception>
    public PlaneModel? For(in YuvFrame frame)
    {
        if (frame.IsPart || frame.Layout is not (YuvLayout.I420 or YuvLayout.Nv12)) return null;
        var size = new PlaneSize(frame.Layout, frame.Width, frame.Height);
        foreach (PlaneModel known in _models)
        {
            if (known.Size == size) return known;
        }
        if (_isRefused || _models.Count == MostSizes) return null;
        if (Make(size) is { } made)
        {
            _models.Add(made);
            return made;
        }
        _isRefused = true;
        return null;
    }

    public void Dispose()
    {
        foreach (PlaneModel made in _models) made.Dispose();
    }

    private PlaneModel? Make(PlaneSize size)
    {
        OnnxGraph front = PreprocessGraph.Create(size.Layout, size.Width, size.Height, input.Format, input.Name);
        if (GraphWithPreprocess.Prepend(model, input.Name, front, out byte[] merged) is not null) return null;
        // A name of its own: each size has its own engine.
        string name = Path.ChangeExtension(path, size + Path.GetExtension(path));
        try
        {
            InferenceSession session = inference.Open(name, merged, [], outputs);
            if (inference.PreprocessesInGraph(name)) return new PlaneModel(session, input.Format, outputs, size);
            session.Dispose();   // it came to lie on the CPU, where the pass is quicker
            return null;
        }
        catch (OnnxRuntimeException)
        {
            return null;   // the model runs by itself, so it keeps to that
        }
    }
}
