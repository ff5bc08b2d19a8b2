using System.Text.Json.Serialization;
using Lookout.Vision.BlazeFace;
using Lookout.Vision.Embedding;
using Lookout.Vision.MoveNet;
using Lookout.Vision.NanoDet;
using Lookout.Vision.RetinaFace;
using Lookout.Vision.Scrfd;
using Lookout.Vision.Yolo;
using Lookout.Vision.YuNet;

namespace Lookout.Vision.Models;

/// <summary>The output tensors, in the layout of one family of models, and the thresholds that go with them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "layout")]
[JsonDerivedType(typeof(BlazeFaceOutput), BlazeFaceOutput.Name)]
[JsonDerivedType(typeof(ScrfdOutput), ScrfdOutput.Name)]
[JsonDerivedType(typeof(RetinaFaceOutput), RetinaFaceOutput.Name)]
[JsonDerivedType(typeof(YuNetOutput), YuNetOutput.Name)]
[JsonDerivedType(typeof(NanoDetOutput), NanoDetOutput.Name)]
[JsonDerivedType(typeof(YoloDetectOutput), YoloDetectOutput.Name)]
[JsonDerivedType(typeof(YoloPoseOutput), YoloPoseOutput.Name)]
[JsonDerivedType(typeof(MoveNetOutput), MoveNetOutput.Name)]
[JsonDerivedType(typeof(EmbeddingOutput), EmbeddingOutput.Name)]
[JsonDerivedType(typeof(BodyOutput), BodyOutput.Name)]
internal abstract record ModelOutput
{
    /// <summary>The family, as a manifest names it.</summary>
    [JsonIgnore]
    public abstract string Family { get; }

    /// <summary>What is wrong with it, seen from the input; null when nothing is.</summary>
    public abstract string? ProblemWith(ModelInput input);

    /// <summary>The tensors the model must have, for one picture.</summary>
    public abstract IEnumerable<TensorShape> Tensors(ModelInput input);
}
