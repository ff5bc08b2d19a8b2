namespace Lookout.Vision.Onnx;

/// <summary>One dimension of an input or output: a size, or the name of one that is known only when the model runs.</summary>
internal readonly record struct OnnxDimension(long Size, string? Name)
{
    public static implicit operator OnnxDimension(long size) => new(size, null);

    public static implicit operator OnnxDimension(string name) => new(0, name);
}
