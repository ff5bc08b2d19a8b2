using Lookout.Vision.Onnx;
using Lookout.Vision.Providers;
using Lookout.Vision.Tests.Parts;
using Microsoft.ML.OnnxRuntime;

namespace Lookout.Vision.Tests.Onnx;

/// <summary>Runs a graph that takes a picture's planes, on the CPU provider.</summary>
internal static class PlaneInputs
{
    public static float[][] Run(byte[] model, Picture picture, params string[] outputs)
    {
        using SessionOptions options = SharedThreads.CreateOptions();
        using var session = new InferenceSession(model, options);
        using var run = new RunOptions();
        using OrtValue y = OrtValue.CreateTensorValueFromMemory(Tight(picture.Y, picture.StrideY, picture.Width, picture.Height), [picture.Height, picture.Width]);
        long[] shape = picture.Layout == YuvLayout.Nv12 ? [picture.ChromaHeight, picture.ChromaWidth, 2] : [2, picture.ChromaHeight, picture.ChromaWidth];
        using OrtValue uv = OrtValue.CreateTensorValueFromMemory(Chroma(picture), shape);
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [PreprocessGraph.Luma, PreprocessGraph.Chroma], [y, uv], outputs);
        return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
    }

    private static byte[] Chroma(Picture picture) => picture.Layout == YuvLayout.Nv12
        ? Tight(picture.U, picture.StrideChroma, 2 * picture.ChromaWidth, picture.ChromaHeight)
        : [.. Tight(picture.U, picture.StrideChroma, picture.ChromaWidth, picture.ChromaHeight), .. Tight(picture.V, picture.StrideChroma, picture.ChromaWidth, picture.ChromaHeight)];

    private static byte[] Tight(byte[] plane, int stride, int width, int height)
    {
        var tight = new byte[width * height];
        for (int row = 0; row < height; row++) plane.AsSpan(row * stride, width).CopyTo(tight.AsSpan(row * width));
        return tight;
    }
}
