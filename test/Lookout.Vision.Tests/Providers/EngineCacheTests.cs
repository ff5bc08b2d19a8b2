using Lookout.Vision.Providers;

namespace Lookout.Vision.Tests.Providers;

public sealed class EngineCacheTests : IDisposable
{
    private const string Surroundings = "onnxruntime 1.31.1; tensorrt 10.9.0; NVIDIA Orin; device 0; fp16";

    private static readonly byte[] Model = [1, 2, 3];

    private readonly string _folder = Directory.CreateTempSubdirectory("lookout-engines-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void First_start_builds_and_the_next_does_not()
    {
        EngineEntry first = Build(new EngineCache(_folder, Surroundings), "nanodet.onnx", Model);
        EngineEntry next = new EngineCache(_folder, Surroundings).Enter("/elsewhere/nanodet.onnx", Model);

        Assert.False(first.IsComplete);
        Assert.Equal(first with { IsComplete = true }, next);
        Assert.True(File.Exists(Path.Combine(next.Path, "an.engine")));
    }

    [Theory]
    [InlineData("onnxruntime 1.32.0; tensorrt 10.9.0; NVIDIA Orin; device 0; fp16")]
    [InlineData("onnxruntime 1.31.1; tensorrt 10.10.0; NVIDIA Orin; device 0; fp16")]
    [InlineData("onnxruntime 1.31.1; tensorrt 10.9.0; NVIDIA H100; device 0; fp16")]
    [InlineData("onnxruntime 1.31.1; tensorrt 10.9.0; NVIDIA Orin; device 0; fp32")]
    public void Engines_of_other_surroundings_are_built_again_and_the_old_ones_removed(string changed)
    {
        EngineEntry old = Build(new EngineCache(_folder, Surroundings), "nanodet.onnx", Model);

        EngineEntry now = new EngineCache(_folder, changed).Enter("nanodet.onnx", Model);

        Assert.False(now.IsComplete);
        Assert.False(Directory.Exists(old.Path));
        Assert.Single(Directory.GetDirectories(_folder));
    }

    [Fact]
    public void Another_model_of_the_name_takes_the_place_of_the_old_one_and_of_no_other()
    {
        var cache = new EngineCache(_folder, Surroundings);
        EngineEntry old = Build(cache, "face.onnx", Model);
        EngineEntry other = Build(cache, "face-small.onnx", Model);

        EngineEntry now = cache.Enter("face.onnx", [3, 2, 1]);

        Assert.False(now.IsComplete);
        Assert.False(Directory.Exists(old.Path));
        Assert.True(cache.Enter("face-small.onnx", Model).IsComplete);
        Assert.NotEqual(other.Path, now.Path);
    }

    [Fact]
    public void Build_that_was_broken_off_begins_again_from_nothing()
    {
        EngineEntry broken = new EngineCache(_folder, Surroundings).Enter("nanodet.onnx", Model);
        File.WriteAllBytes(Path.Combine(broken.Path, "half.engine"), [1]);

        EngineEntry again = new EngineCache(_folder, Surroundings).Enter("nanodet.onnx", Model);

        Assert.False(again.IsComplete);
        Assert.Empty(Directory.GetFiles(again.Path));
    }

    [Fact]
    public void Engine_that_did_not_load_is_built_again()
    {
        var cache = new EngineCache(_folder, Surroundings);
        Build(cache, "nanodet.onnx", Model);

        EngineCache.Unmark(cache.Enter("nanodet.onnx", Model));

        Assert.False(cache.Enter("nanodet.onnx", Model).IsComplete);
    }

    private static EngineEntry Build(EngineCache cache, string path, byte[] model)
    {
        EngineEntry entry = cache.Enter(path, model);
        File.WriteAllBytes(Path.Combine(entry.Path, "an.engine"), [1]);
        EngineCache.MarkComplete(entry);
        return entry;
    }
}
