using Lookout.Vision.Onnx;

namespace Lookout.Vision.Tests.Onnx;

public sealed class WireTests
{
    [Fact]
    public void Numbers_and_texts_are_those_of_the_specification()
    {
        var to = new WireWriter();
        // protobuf.dev/programming-guides/encoding: field 1 = 150 is 08 96 01; field 2 = "testing" is 12 07 and the letters.
        to.Integer(1, 150);
        to.Text(2, "testing");
        to.Integer(3, -2);
        to.Single(4, 1);

        Assert.Equal("089601" + "120774657374696E67" + "18FEFFFFFFFFFFFFFFFF01" + "250000803F", Convert.ToHexString(to.ToArray()));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var reader = new WireReader(Sample());

        Assert.True(reader.TryRead(out WireField field) && field.IsVarint);
        Assert.Equal((16ul, 300ul), (field.Number, field.Value));
        Assert.True(reader.TryRead(out field) && field.IsDelimited);
        Assert.Equal("a text"u8, field.Body);
        Assert.True(reader.TryRead(out field));
        var inner = new WireReader(field.Body);
        Assert.True(inner.TryRead(out WireField nested) && nested.Value == ulong.MaxValue && inner.IsAtEnd);
        Assert.True(reader.TryRead(out field) && field is { IsVarint: false, IsDelimited: false });
        Assert.Equal(2.5f, BitConverter.ToSingle(field.Body));
        Assert.False(reader.TryRead(out _));
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void Encoded_fields_put_together_are_the_message()
    {
        byte[] sample = Sample();
        var to = new WireWriter();
        var reader = new WireReader(sample);
        while (reader.TryRead(out WireField field)) to.Encoded(field.Encoded);

        Assert.Equal(sample, to.ToArray());
    }

    [Fact]
    public void Cut_anywhere_inside_a_field_it_ends_early()
    {
        byte[] sample = Sample();
        var boundaries = new HashSet<int> { 0 };
        var whole = new WireReader(sample);
        for (int at = 0; whole.TryRead(out WireField field);) boundaries.Add(at += field.Encoded.Length);

        for (int length = 0; length <= sample.Length; length++)
        {
            var reader = new WireReader(sample.AsSpan(0, length));
            while (reader.TryRead(out _)) { }
            Assert.Equal(boundaries.Contains(length), reader.IsAtEnd);
        }
    }

    [Fact]
    public void Mutated_messages_never_throw_and_never_go_backwards()
    {
        var random = new Random(4);
        byte[] sample = Sample();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutant = [.. sample];
            for (int flips = random.Next(1, 5); flips > 0; flips--) mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            var reader = new WireReader(mutant);
            int read = 0;
            while (reader.TryRead(out WireField field))
            {
                Assert.True(field.Encoded.Length > field.Body.Length);
                read += field.Encoded.Length;
            }
            Assert.InRange(read, 0, mutant.Length);
        }
    }

    private static byte[] Sample()
    {
        var to = new WireWriter();
        to.Integer(16, 300);
        to.Text(2, "a text");
        int inner = to.Begin(3);
        to.Integer(1, -1);
        to.End(inner);
        to.Single(4, 2.5f);
        return to.ToArray();
    }
}
