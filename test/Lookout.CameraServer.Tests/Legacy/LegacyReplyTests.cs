using System.Text.Json;
using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Legacy;
using Lookout.Link;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Tests.Legacy;

public sealed class LegacyReplyTests : IDisposable
{
    private readonly LegacyReply _reply = new();

    private static Picture NewPicture()
    {
        Gst.Init();
        VideoFormat format = VideoFormat.I420(64, 48, 30);
        using MediaBuffer buffer = MediaBuffer.Allocate(format.I420Size);
        var picture = new Picture();
        picture.Fill(buffer, format, 5, 6);
        return picture;
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a \"quote\", a \\ and a line\nbreak")]
    public void Text_is_escaped_whatever_it_holds(string text)
    {
        using JsonDocument reply = JsonDocument.Parse(_reply.Failure(text).ToArray());
        Assert.Equal(text, reply.RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public void Numbers_are_JSON_in_any_size()
    {
        Face face = new(1e-12f, 0.1f, 0.5f, 0.5f, 1e-9f, new float[12]);
        using JsonDocument reply = JsonDocument.Parse(_reply.Frame("a", NewPicture(), new Link.Analysis(0, ulong.MaxValue, 1, [face], 1e-9, 1e9)).ToArray());
        Assert.Equal(ulong.MaxValue, reply.RootElement.GetProperty("faces_seq").GetUInt64());
        Assert.Equal(1e9, reply.RootElement.GetProperty("timing").GetProperty("face_ms").GetDouble());
    }

    [Fact]
    public void A_request_and_its_reply_allocate_nothing_once_they_have_their_room()
    {
        Picture picture = NewPicture();
        var seen = new Link.Analysis(0, 1, 1, [new Face(0, 0, 1, 1, 1, new float[12])], 1, 1);
        Answer(picture, seen);
        Allocations.AssertNone(100, () => Answer(picture, seen));
    }

    public void Dispose() => _reply.Dispose();

    private void Answer(Picture picture, Link.Analysis seen)
    {
        bool isRequest = LegacyRequest.TryParse("{\"cmd\": \"get_frame\"}"u8, out _);
        if (isRequest) _reply.Frame("door", picture, seen);
        _reply.Ping();
    }
}
