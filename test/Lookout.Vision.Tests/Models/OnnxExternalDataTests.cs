using Lookout.Vision.Models;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Models;

public sealed class OnnxExternalDataTests
{
    private static readonly byte[] External = [0x70, 1];

    [Fact]
    public void Real_model_refers_to_nothing_outside() =>
        Assert.False(OnnxExternalData.IsReferenced(File.ReadAllBytes(Path.Combine(Cache.Models, "face_detection_back_256x256_barracuda.onnx"))));

    public static TheoryData<string, int[]> Ways => new()
    {
        { "graph.initializer", [7, 5] },
        { "graph.sparse_initializer.values", [7, 15, 1] },
        { "graph.sparse_initializer.indices", [7, 15, 2] },
        { "graph.node.attribute.t", [7, 1, 5, 5] },
        { "graph.node.attribute.tensors", [7, 1, 5, 10] },
        { "graph.node.attribute.sparse_tensor.values", [7, 1, 5, 22, 1] },
        { "graph.node.attribute.g.initializer", [7, 1, 5, 6, 5] },
        { "graph.node.attribute.graphs.initializer", [7, 1, 5, 11, 5] },
        { "training_info.algorithm.initializer", [20, 2, 5] },
        { "functions.node.attribute.t", [25, 7, 5, 5] },
        { "functions.attribute_proto.t", [25, 11, 5] },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void External_tensor_is_seen_wherever_a_tensor_can_be(string place, int[] fields)
    {
        Assert.True(OnnxExternalData.IsReferenced(Nest(External, fields)), place);
        // external_data entries without the mark, too.
        Assert.True(OnnxExternalData.IsReferenced(Nest([0x6A, 0], fields)), place);
        // An ordinary tensor in the same place: raw_data, and data_location DEFAULT.
        Assert.False(OnnxExternalData.IsReferenced(Nest([0x4A, 2, 1, 2, 0x70, 0], fields)), place);
    }

    [Fact]
    public void Field_14_means_something_only_in_a_tensor() =>
        Assert.False(OnnxExternalData.IsReferenced(Nest(External, [7])));

    [Fact]
    public void Nesting_too_deep_to_follow_is_not_vouched_for()
    {
        int[] fields = [7, .. Enumerable.Repeat((int[])[1, 5, 6], 40).SelectMany(step => step)];

        Assert.True(OnnxExternalData.IsReferenced(Nest([], fields)));
    }

    [Fact]
    public void Cut_anywhere_inside_a_field_it_is_not_vouched_for()
    {
        byte[] model = Nest([0x4A, 2, 1, 2, 0x70, 0], [7, 1, 5, 5]);

        for (int length = 1; length < model.Length; length++)
            Assert.True(OnnxExternalData.IsReferenced(model.AsSpan(0, length)), $"{length} bytes");
    }

    [Fact]
    public void Mutated_models_never_throw()
    {
        var random = new Random(20_000);
        byte[] model = File.ReadAllBytes(Path.Combine(Cache.Models, "face_detection_back_256x256_barracuda.onnx"));
        byte[] head = model[..4096];
        byte[] nested = Nest([0x4A, 2, 1, 2, 0x70, 0], [7, 1, 5, 6, 1, 5, 6, 5]);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutant = i % 2 == 0 ? [.. head] : [.. nested];
            for (int flips = random.Next(1, 6); flips > 0; flips--)
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            OnnxExternalData.IsReferenced(mutant.AsSpan(0, random.Next(mutant.Length + 1)));
        }
    }

    private static byte[] Nest(byte[] inner, int[] fields)
    {
        foreach (int field in fields.Reverse())
            inner = [.. Varint((field << 3) | 2), .. Varint(inner.Length), .. inner];
        return inner;
    }

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];
}
