using Lookout.Vision.Models;
using Lookout.Vision.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Lookout.Vision.Providers;

/// <summary>
/// Makes the sessions that run the models: on the provider that is asked for, or, where it is missing and that is allowed, on the CPU. Whether a provider is there
/// is found by trying it. One for all models of a process; used by one thread at a time.
/// </summary>
public sealed class Inference
{
    private readonly InferenceSettings _settings;
    private readonly Action<ModelPlacement> _placed;
    private readonly Dictionary<string, ModelPlacement> _placements = [];
    private volatile string _activity = "";
    private EngineCache? _engines;

    /// <param name="settings">What to run on.</param>
    /// <param name="placed">Is told where each model came to run, and again when that changes.</param>
    public Inference(InferenceSettings settings, Action<ModelPlacement>? placed = null)
    {
        _settings = settings;
        _placed = placed ?? (static _ => { });
    }

    /// <summary>On the CPU, which is always there.</summary>
    public static Inference OnCpu => new(new InferenceSettings());

    /// <summary>What takes long just now, for the viewer; empty when nothing does. Any thread may ask.</summary>
    public string Activity => _activity;

    /// <summary>Whether a model that has been opened is better given planes than tensors: where pixels have to cross a bus.</summary>
    internal bool PreprocessesInGraph(string path) => _settings.PreprocessesInGraphOnCpu || _placements[path].Provider != InferenceProvider.Cpu;

    /// <summary>Looks whether the provider is there, without a model.</summary>
    /// <exception cref="ModelException">It is not; the message tells what is missing.</exception>
    public static void Require(InferenceSettings settings)
    {
        if (settings.Provider == InferenceProvider.Cpu) return;
        try
        {
            using SessionOptions options = SharedThreads.CreateOptions();
            if (settings.Provider == InferenceProvider.TensorRt) ProviderOptions.AppendTensorRt(options, settings, null, "", [], 1);
            ProviderOptions.AppendCuda(options, settings);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new ModelException("models.provider", $"{NameOf(settings.Provider)} is missing ({MissingProvider.Reason(e.Message)})", MissingProvider.Remedy(e.Message), e);
        }
    }

    /// <summary>Makes a session.</summary>
    /// <param name="path">The model's file, for messages; its ending tells an engine plan from an ONNX file.</param>
    /// <param name="model">What is in it.</param>
    /// <param name="inputs">The model's inputs; an engine plan does not tell them.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="batch">Pictures a run takes at most.</param>
    /// <exception cref="ModelException">The provider is missing and the CPU may not, or cannot, take its place.</exception>
    /// <exception cref="OnnxRuntimeException">The runtime refuses the model.</exception>
    internal InferenceSession Open(string path, byte[] model, IReadOnlyList<TensorShape> inputs, IReadOnlyList<TensorShape> outputs, int batch = 1)
    {
        bool isPlan = EnginePlan.IsOne(path);
        if (isPlan && _settings.Provider != InferenceProvider.TensorRt)
        {
            throw new ModelException(
                path, $"an engine plan runs only on TensorRT, and models.provider is {NameOf(_settings.Provider)}",
                "Set models.provider to tensorrt, or take the ONNX file the plan was made from.");
        }
        if (_settings.Provider == InferenceProvider.Cpu) return Placed(path, OpenOnCpu(model), InferenceProvider.Cpu);
        try
        {
            InferenceSession session = isPlan
                ? OpenOnGpu(path, EnginePlan.ToModel(model, inputs, outputs, batch), isPlan, [], batch)
                : OpenOnGpu(path, model, isPlan, [.. inputs.Where(input => OnnxInput.IsBatchOpen(model, input.Name))], batch);
            return Placed(path, session, _settings.Provider);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or IOException or UnauthorizedAccessException)
        {
            string problem = $"{NameOf(_settings.Provider)} cannot run it ({MissingProvider.Reason(e.Message)})";
            string remedy = e is IOException or UnauthorizedAccessException
                ? $"Make {_settings.EngineFolder} writable for the user lookout runs as."
                : MissingProvider.Remedy(e.Message);
            if (isPlan || !_settings.FallsBackToCpu) throw new ModelException(path, problem, remedy, e);
            // Where the model itself is at fault the CPU refuses it too.
            return Placed(path, OpenOnCpu(model), InferenceProvider.Cpu, $"{problem}. {remedy}");
        }
        finally
        {
            _activity = "";
        }
    }

    private static InferenceSession OpenOnCpu(byte[] model)
    {
        using SessionOptions options = SharedThreads.CreateOptions();
        return new InferenceSession(model, options);
    }

    private InferenceSession OpenOnGpu(string path, byte[] model, bool isPlan, IReadOnlyList<TensorShape> open, int batch)
    {
        using SessionOptions options = SharedThreads.CreateOptions();
        EngineEntry? engines = null;
        if (_settings.Provider == InferenceProvider.TensorRt)
        {
            engines = isPlan ? null : EnginesOf(path, model);
            ProviderOptions.AppendTensorRt(options, _settings, engines, _engines?.TimingFolder ?? "", open, batch);
        }
        ProviderOptions.AppendCuda(options, _settings);
        if (engines is { IsComplete: false }) _activity = $"building the TensorRT engine of {Path.GetFileName(path)}, which takes minutes at the first start";
        if (engines is not { } entry) return new InferenceSession(model, options);
        // Unmarked until it has loaded: an engine that does not is built again next time.
        EngineCache.Unmark(entry);
        var session = new InferenceSession(model, options);
        try
        {
            EngineCache.MarkComplete(entry);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // The folder depends on TensorRT's version, and that is known when its library has been loaded.
    private EngineEntry? EnginesOf(string path, byte[] model)
    {
        if (_settings.EngineFolder.Length == 0) return null;
        if (_engines is null)
        {
            using SessionOptions trial = SharedThreads.CreateOptions();
            ProviderOptions.AppendTensorRt(trial, _settings, null, "", [], 1);
            _engines = new EngineCache(_settings.EngineFolder, EngineSurroundings.Describe(_settings, SharedThreads.RuntimeVersion));
        }
        return _engines.Enter(path, model);
    }

    private InferenceSession Placed(string path, InferenceSession session, InferenceProvider provider, string reason = "")
    {
        var placement = new ModelPlacement(Path.GetFileName(path), provider, reason);
        if (_placements.TryGetValue(path, out ModelPlacement? before) && before == placement) return session;
        _placements[path] = placement;
        _placed(placement);
        return session;
    }

    private static string NameOf(InferenceProvider provider) => provider switch
    {
        InferenceProvider.Cuda => "CUDA",
        InferenceProvider.TensorRt => "TensorRT",
        _ => "cpu",
    };
}
