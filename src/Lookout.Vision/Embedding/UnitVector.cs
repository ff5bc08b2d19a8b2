using System.Numerics.Tensors;

namespace Lookout.Vision.Embedding;

internal static class UnitVector
{
    /// <summary>Makes it one of length 1; one without direction becomes all zeros, which is like nothing.</summary>
    public static void Normalise(Span<float> vector)
    {
        float length = TensorPrimitives.Norm<float>(vector);
        if (length > 0 && float.IsFinite(length)) TensorPrimitives.Divide(vector, length, vector);
        else vector.Clear();
    }
}
