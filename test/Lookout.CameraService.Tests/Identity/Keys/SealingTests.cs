using System.Security.Cryptography;
using Lookout.CameraService.Identity.Keys;

namespace Lookout.CameraService.Tests.Identity.Keys;

public sealed class SealingTests
{
    private static readonly byte[] Key = SHA256.HashData("a key"u8);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(27648)]
    public void What_was_sealed_opens(int length)
    {
        byte[] value = RandomNumberGenerator.GetBytes(length);
        byte[] box = Sealing.Seal(Key, value, "people/name/a/a");
        Assert.Equal(length + Sealing.Overhead, box.Length);
        Assert.True(Sealing.TryOpen(Key, box, "people/name/a/a", out byte[] opened));
        Assert.Equal(value, opened);
    }

    [Fact]
    public void Same_value_is_sealed_differently_each_time() => Assert.NotEqual(Sealing.Seal(Key, "Anna"u8, "x"), Sealing.Seal(Key, "Anna"u8, "x"));

    [Fact]
    public void Another_row_column_person_or_key_does_not_open()
    {
        byte[] box = Sealing.Seal(Key, "Anna"u8, "people/name/a/a");
        Assert.All(["people/name/a/b", "people/purpose/a/a", "people/name/b/a", ""], belongs => Assert.False(Sealing.TryOpen(Key, box, belongs, out _)));
        Assert.False(Sealing.TryOpen(SHA256.HashData("another"u8), box, "people/name/a/a", out _));
    }

    [Fact]
    public void Truncation_at_every_length_and_every_changed_bit_is_noticed()
    {
        byte[] box = Sealing.Seal(Key, "Anna"u8, "x");
        for (int length = 0; length < box.Length; length++) Assert.False(Sealing.TryOpen(Key, box.AsSpan(0, length), "x", out _));
        for (int bit = 0; bit < 8 * box.Length; bit++)
        {
            byte[] changed = [.. box];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Sealing.TryOpen(Key, changed, "x", out byte[] nothing));
            Assert.Empty(nothing);
        }
    }

    [Fact]
    public void Data_keys_open_for_their_person_and_master_alone()
    {
        using var master = new MasterKey(SHA256.HashData("master"u8));
        using var other = new MasterKey(SHA256.HashData("other"u8));
        byte[] wrapped = master.NewDataKey("anna", out byte[] key);
        Assert.True(master.TryUnwrap("anna", wrapped, out byte[] unwrapped));
        Assert.Equal(key, unwrapped);
        Assert.False(master.TryUnwrap("bert", wrapped, out _));
        Assert.False(other.TryUnwrap("anna", wrapped, out _));
        Assert.True(master.Passes(master.Check()));
        Assert.False(other.Passes(master.Check()));
    }
}
