using System.Text.Json.Serialization;
using Lookout.Vision.BlazeFace;
using Lookout.Vision.MoveNet;
using Lookout.Vision.NanoDet;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Models;

/// <summary>What a model file is and how to talk to it; lies as JSON beside the file, under its name.</summary>
internal sealed record ModelManifest
{
    /// <summary>What the model is for: <c>face-detection</c>, <c>object-detection</c>, <c>pose</c>.</summary>
    public required string Task { get; init; }

    /// <summary>File name of the ONNX model, in the manifest's folder.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SPDX identifier.</summary>
    public required string Licence { get; init; }

    /// <summary>Where the file comes from, for a reader.</summary>
    public required string Source { get; init; }

    public required ModelInput Input { get; init; }
    public required ModelOutput Output { get; init; }
}

/// <summary>The input tensor, and how a picture becomes it: value = (sample - mean) / scale, sample 0..255.</summary>
internal sealed record ModelInput
{
    // Larger than any model's input; keeps a typing error from asking for gigabytes.
    private const int MaxSide = 2048;

    public required string Name { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }

    /// <summary><c>nhwc</c>: pixel by pixel; <c>nchw</c>: each colour in a plane of its own.</summary>
    public required string Layout { get; init; }

    /// <summary><c>rgb</c> or <c>bgr</c>: the order of the colours.</summary>
    public required string Colour { get; init; }

    /// <summary>Of each colour, in that order.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>Of each colour, in that order.</summary>
    public required IReadOnlyList<float> Scale { get; init; }

    /// <summary><c>letterbox</c>: the whole picture, centred, with black around it.</summary>
    public required string Fit { get; init; }

    /// <summary><c>area</c>: the mean of what a pixel covers; <c>bilinear</c>: between the four samples around its centre. Left out: area.</summary>
    public string? Resize { get; init; }

    [JsonIgnore]
    public TensorFormat Format => new(Width, Height, Layout == "nchw", Colour == "bgr", Mean, Scale, Resize == "bilinear" ? Preprocess.Resize.Bilinear : Preprocess.Resize.Area);

    [JsonIgnore]
    public TensorShape Shape => new(Name, Layout == "nchw" ? [1, 3, Height, Width] : [1, Height, Width, 3]);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    [JsonIgnore]
    public string? Problem =>
        Layout is not ("nhwc" or "nchw") ? $"its input's layout is {Layout}; nhwc or nchw is expected" :
        Colour is not ("rgb" or "bgr") ? $"its input's colour is {Colour}; rgb or bgr is expected" :
        Fit != "letterbox" ? $"its input's fit is {Fit}; letterbox is expected" :
        Resize is not (null or "area" or "bilinear") ? $"its input's resize is {Resize}; area or bilinear is expected" :
        Width is < 16 or > MaxSide || Height is < 16 or > MaxSide ? $"its input is {Width}x{Height}; 16..{MaxSide} a side is expected" :
        Mean.Count != 3 || Scale.Count != 3 || !Scale.All(scale => scale > 0) ? "its input has not three means and three scales above 0" :
        null;
}

/// <summary>The output tensors, in the layout of one family of models, and the thresholds that go with them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "layout")]
[JsonDerivedType(typeof(BlazeFaceOutput), "blazeface")]
[JsonDerivedType(typeof(NanoDetOutput), "nanodet")]
[JsonDerivedType(typeof(MoveNetOutput), "movenet")]
internal abstract record ModelOutput
{
    /// <summary>What is wrong with it, seen from the input; null when nothing is.</summary>
    public abstract string? ProblemWith(ModelInput input);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ModelManifestJson : JsonSerializerContext;
