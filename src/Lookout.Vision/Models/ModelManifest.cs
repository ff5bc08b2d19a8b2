using System.Text.Json.Serialization;
using Lookout.Vision.Embedding;
using Lookout.Vision.Preprocess;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lookout.Vision.Models;

/// <summary>What a model file is and how to talk to it; lies as JSON beside the file, under its name.</summary>
internal sealed record ModelManifest
{
    /// <summary>What the model is for: <c>face-detection</c>, <c>object-detection</c>, <c>pose</c>, <c>face-embedding</c>, <c>body-embedding</c>.</summary>
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

    /// <summary>What is wrong with it; null when nothing is.</summary>
    [JsonIgnore]
    public string? Problem =>
        Input.Problem ?? Output.ProblemWith(Input) ??
        (Input.Fit == "aligned" != Output is EmbeddingOutput ? $"its input's fit is {Input.Fit}; faces to be recognised are aligned, and only they" :
        Sha256.Length != 64 || !Sha256.All(char.IsAsciiHexDigitLower) ? "its sha256 is not 64 lower-case hexadecimal digits" :
        null);
}

/// <summary>The input tensor, and how a picture becomes it: value = (sample - mean) / scale, sample 0..255.</summary>
internal sealed record ModelInput
{
    // Larger than any model's input; keeps a typing error from asking for gigabytes.
    private const int MaxSide = 2048;
    private const int MaxBatch = 64;

    public required string Name { get; init; }

    /// <summary><c>float32</c>, which it is when it does not say, or <c>int32</c> or <c>uint8</c>: samples as they are.</summary>
    public string? Type { get; init; }

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

    /// <summary>
    /// How the whole picture gets in: <c>letterbox</c>: centred, with a margin around it; <c>top-left</c>: with a margin at the right or below;
    /// <c>stretch</c>: filling it, whatever its shape; <c>aligned</c>: by the face's landmarks.
    /// </summary>
    public required string Fit { get; init; }

    /// <summary><c>area</c>: the mean of what a pixel covers; <c>bilinear</c>: between the four samples around its centre. Left out: area.</summary>
    public string? Resize { get; init; }

    /// <summary>What the margin is painted with, 0..255 in every colour.</summary>
    public float Padding { get; init; }

    /// <summary>Pictures that one run takes at most, 1 when it does not say; above 1 the tensors' first dimension is dynamic, or this.</summary>
    public int? Batch { get; init; }

    [JsonIgnore]
    public int MostPictures => Batch ?? 1;

    [JsonIgnore]
    public TensorFormat Format => new(Width, Height, Layout == "nchw", Colour == "bgr", Mean, Scale)
    {
        Fit = PictureFit,
        Padding = Padding,
        Resize = Resize == "bilinear" ? Preprocess.Resize.Bilinear : Preprocess.Resize.Area,
    };

    private PictureFit PictureFit => Fit switch
    {
        "stretch" => PictureFit.Stretch,
        "top-left" => PictureFit.TopLeft,
        _ => PictureFit.Letterbox,
    };

    [JsonIgnore]
    public TensorShape Shape => new(Name, Layout == "nchw" ? [1, 3, Height, Width] : [1, Height, Width, 3]) { Type = ElementType };

    private TensorElementType ElementType => Type switch
    {
        "int32" => TensorElementType.Int32,
        "uint8" => TensorElementType.UInt8,
        _ => TensorElementType.Float,
    };

    /// <summary>What is wrong with it; null when nothing is.</summary>
    [JsonIgnore]
    public string? Problem =>
        Layout is not ("nhwc" or "nchw") ? $"its input's layout is {Layout}; nhwc or nchw is expected" :
        Colour is not ("rgb" or "bgr") ? $"its input's colour is {Colour}; rgb or bgr is expected" :
        Resize is not (null or "area" or "bilinear") ? $"its input's resize is {Resize}; area or bilinear is expected" :
        Type is not (null or "float32" or "int32" or "uint8") ? $"its input's type is {Type}; float32, int32 or uint8 is expected" :
        Fit is not ("letterbox" or "top-left" or "stretch" or "aligned") ? $"its input's fit is {Fit}; letterbox, top-left, stretch or aligned is expected" :
        !(Padding is >= 0 and <= 255) ? $"its input's padding is {Padding}; 0..255 is expected" :
        Batch is < 1 or > MaxBatch ? $"its input's batch is {Batch}; 1..{MaxBatch} is expected" :
        Width is < 16 or > MaxSide || Height is < 16 or > MaxSide ? $"its input is {Width}x{Height}; 16..{MaxSide} a side is expected" :
        Mean.Count != 3 || Scale.Count != 3 || !Scale.All(scale => scale > 0) ? "its input has not three means and three scales above 0" :
        ElementType != TensorElementType.Float && !(Mean.All(mean => mean == 0) && Scale.All(scale => scale == 1)) ? $"its input is {Type}, so that its means must be 0 and its scales 1" :
        null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ModelManifestJson : JsonSerializerContext;
