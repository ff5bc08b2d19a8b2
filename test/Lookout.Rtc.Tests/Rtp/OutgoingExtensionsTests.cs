using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Tests.Rtp;

public sealed class OutgoingExtensionsTests
{
    [Fact]
    public void Transport_sequence_is_laid_out_as_the_draft_says()
    {
        var element = new byte[TransportSequence.ElementLength];

        Assert.Equal(3, TransportSequence.Write(element, 4, 0xABCD));

        Assert.Equal("41ABCD", Convert.ToHexString(element));
        Assert.True(TransportSequence.TryParse(element.AsSpan(1), out ushort read));
        Assert.Equal(0xABCD, read);
        Assert.False(TransportSequence.TryParse(element, out _));
        Assert.False(TransportSequence.TryParse([], out _));
    }

    [Fact]
    public void Capture_time_is_read_with_and_without_a_clock_offset()
    {
        var element = new byte[AbsoluteCaptureTime.ElementLength];

        Assert.Equal(9, AbsoluteCaptureTime.Write(element, 12, 0x0102030405060708));

        Assert.Equal("C70102030405060708", Convert.ToHexString(element));
        Assert.True(AbsoluteCaptureTime.TryParse([.. element[1..], .. new byte[8]], out ulong read));
        Assert.Equal(0x0102030405060708u, read);
        for (int length = 0; length < 20; length++)
            Assert.Equal(length is 8 or 16, AbsoluteCaptureTime.TryParse(new byte[length], out _));
    }

    [Theory]
    [InlineData(0, false, false, "3000")]
    [InlineData(90, false, false, "3001")]
    [InlineData(270, true, true, "300F")]
    public void Orientation_is_one_byte(int degrees, bool flipped, bool back, string hex)
    {
        var orientation = new VideoOrientation(degrees, flipped, back);
        var element = new byte[VideoOrientation.ElementLength];

        Assert.Equal(2, orientation.Write(element, 3));

        Assert.Equal(hex, Convert.ToHexString(element));
        Assert.True(VideoOrientation.TryParse(element.AsSpan(1), out VideoOrientation read));
        Assert.Equal(orientation, read);
        Assert.False(VideoOrientation.TryParse([], out _));
        Assert.False(VideoOrientation.TryParse(element, out _));
    }

    [Fact]
    public void Whatever_is_agreed_on_is_on_every_packet_and_nothing_else()
    {
        for (int mask = 0; mask < 16; mask++)
        {
            int[] agreed = [mask & 1, (mask >> 1 & 1) * 2, (mask >> 2 & 1) * 3, (mask >> 3 & 1) * 14];
            var extensions = new OutgoingExtensions(new HeaderExtensionIds(agreed[0], agreed[1], agreed[2], agreed[3]));
            var ids = new List<int>();
            var packet = new byte[64];
            Assert.Equal(RtpHeader.FixedLength + extensions.Length, default(RtpHeader).Write(packet, extensions.Elements));
            extensions.Fill(packet, 7, 9);
            Assert.True(RtpHeader.TryParse(packet, out RtpHeader header));
            foreach (HeaderExtension element in new HeaderExtensions(packet.AsSpan(header.ExtensionOffset, header.ExtensionLength)))
            {
                ids.Add(element.Id);
                if (element.Id == agreed[0]) Assert.True(TransportSequence.TryParse(element.Data, out ushort sequence) && sequence == 7);
                if (element.Id == agreed[2]) Assert.True(AbsoluteCaptureTime.TryParse(element.Data, out ulong time) && time == 9);
            }

            Assert.Equal(agreed.Where(id => id != 0).Order(), ids.Order());
            Assert.All(packet[(RtpHeader.FixedLength + extensions.Length)..], b => Assert.Equal(0, b));
            Assert.InRange(extensions.Length, 0, OutgoingExtensions.MaxLength);
        }
    }
}
