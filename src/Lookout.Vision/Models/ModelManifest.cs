using System.Text.Json.Serialization;

namespace Lookout.Vision.Models;

/// <summary>What a model file is and how to talk to it; lies as JSON beside the file, under its name.</summary>
internal sealed record ModelManifest
{
    /// <summary>What the model is for: <c>face-detection</c>.</summary>
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
    public required string Name { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }

    /// <summary><c>nhwc</c>.</summary>
    public required string Layout { get; init; }

    /// <summary><c>rgb</c>.</summary>
    public required string Colour { get; init; }

    public required float Mean { get; init; }
    public required float Scale { get; init; }

    /// <summary><c>letterbox</c>: the whole picture, centred, with black around it.</summary>
    public required string Fit { get; init; }
}

/// <summary>The output tensors and the thresholds that go with them.</summary>
internal sealed record ModelOutput
{
    /// <summary><c>blazeface</c>.</summary>
    public required string Layout { get; init; }

    /// <summary>Lowest score that counts, 0..1.</summary>
    public required float Score { get; init; }

    /// <summary>Intersection over union above which two boxes are one face, 0..1.</summary>
    public required float Overlap { get; init; }

    public required IReadOnlyList<AnchorHead> Heads { get; init; }
}

/// <summary>One pair of output tensors: grid x grid cells, row by row, <c>perCell</c> anchors a cell.</summary>
internal sealed record AnchorHead
{
    public required int Grid { get; init; }
    public required int PerCell { get; init; }

    /// <summary>Name of the tensor [1, anchors, 1] of score logits.</summary>
    public required string Scores { get; init; }

    /// <summary>Name of the tensor [1, anchors, 16]: dx, dy, width, height, six landmarks x, y, in pixels of the input.</summary>
    public required string Boxes { get; init; }

    [JsonIgnore]
    public int Anchors => Grid * Grid * PerCell;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ModelManifestJson : JsonSerializerContext;
