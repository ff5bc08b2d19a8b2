namespace Lookout.Vision.Models;

/// <summary>What a model gave: its output tensors, in the order of <see cref="ModelOutput.Tensors"/>.</summary>
internal interface ITensors
{
    ReadOnlySpan<float> Tensor(int index);
}
