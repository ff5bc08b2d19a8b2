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
[JsonDerivedType(typeof(BlazeFaceOutput), "blazeface")]
[JsonDerivedType(typeof(ScrfdOutput), "scrfd")]
[JsonDerivedType(typeof(RetinaFaceOutput), "retinaface")]
[JsonDerivedType(typeof(YuNetOutput), "yunet")]
[JsonDerivedType(typeof(NanoDetOutput), "nanodet")]
[JsonDerivedType(typeof(YoloDetectOutput), "yolo-detect")]
[JsonDerivedType(typeof(YoloPoseOutput), "yolo-pose")]
[JsonDerivedType(typeof(MoveNetOutput), "movenet")]
[JsonDerivedType(typeof(EmbeddingOutput), "embedding")]
[JsonDerivedType(typeof(BodyOutput), "reid")]
internal abstract record ModelOutput
{
    /// <summary>What is wrong with it, seen from the input; null when nothing is.</summary>
    public abstract string? ProblemWith(ModelInput input);

    /// <summary>The tensors the model must have, for one picture.</summary>
    public abstract IEnumerable<TensorShape> Tensors(ModelInput input);
}
