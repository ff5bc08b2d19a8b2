using Lookout.CameraServer.Analysis;
using Lookout.Configuration.Settings;
using Lookout.Vision;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class ModelSetTests
{
    private static readonly ModelSettings Named = new(Cache.Models) { Faces = "no-faces", People = "no-people", Poses = "no-poses", FaceEmbedding = "no-embedding", BodyEmbedding = "no-body" };

    [Theory]
    [InlineData("no-faces")]
    [InlineData("no-people")]
    [InlineData("no-poses")]
    [InlineData("no-embedding")]
    [InlineData("no-body")]
    public void Model_that_is_named_for_a_role_is_the_one_that_is_loaded(string name)
    {
        var models = new ModelSet(Named);
        ModelException refusal = Assert.Throws<ModelException>(() => _ = name switch
        {
            "no-faces" => models.Faces(),
            "no-people" => models.People(),
            "no-poses" => models.Poses(),
            "no-embedding" => models.FaceEmbedding(),
            _ => (IDisposable)models.BodyEmbedding(),
        });
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Role_without_a_name_has_the_model_that_comes_along()
    {
        ModelSet models = Cache.ModelSet();
        using FaceEmbedder embedder = models.FaceEmbedding();
        Assert.StartsWith("dlib-face-resnet@", embedder.Recogniser.Model, StringComparison.Ordinal);
        using BodyEmbedder bodies = models.BodyEmbedding();
        Assert.True(bodies.IsDescriptor);
    }
}
