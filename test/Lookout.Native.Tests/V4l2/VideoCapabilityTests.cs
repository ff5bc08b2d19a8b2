using System.Buffers.Binary;
using Lookout.Native.V4l2;

namespace Lookout.Native.Tests.V4l2;

public sealed class VideoCapabilityTests
{
    [Theory]
    [InlineData(0x8520_0001u, 0x0420_0001u, true)] // UVC: device with metadata, node that captures
    [InlineData(0x84A0_0001u, 0x04A0_0000u, false)] // UVC: its metadata node
    [InlineData(0x8520_1000u, 0x0420_1000u, true)] // several planes
    [InlineData(0x8420_8000u, 0x0420_8000u, false)] // memory to memory: a codec
    [InlineData(0x0500_0001u, 0u, true)] // old driver without device_caps
    public void Node_that_gives_pictures_is_told_from_the_rest(uint capabilities, uint deviceCapabilities, bool captures)
    {
        Assert.True(VideoCapability.TryParse(Bytes("HD Pro Webcam C920", capabilities, deviceCapabilities), out VideoCapability capability));
        Assert.Equal("HD Pro Webcam C920", capability.Card);
        Assert.Equal(captures, capability.CanCapture);
    }

    [Fact]
    public void Name_may_fill_its_field()
    {
        Assert.True(VideoCapability.TryParse(Bytes(new string('x', 32), 1, 0), out VideoCapability capability));
        Assert.Equal(new string('x', 32), capability.Card);
    }

    [Fact]
    public void Truncation_at_every_length_is_refused()
    {
        byte[] bytes = Bytes("x", 1, 0);
        for (int length = 0; length < bytes.Length; length++) Assert.False(VideoCapability.TryParse(bytes.AsSpan(0, length), out _));
    }

    private static byte[] Bytes(string card, uint capabilities, uint deviceCapabilities)
    {
        var bytes = new byte[VideoCapability.Length];
        System.Text.Encoding.UTF8.GetBytes(card).CopyTo(bytes, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(84), capabilities);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(88), deviceCapabilities);
        return bytes;
    }
}
