using Lookout.CameraServer.Legacy;

namespace Lookout.CameraServer.Tests.Legacy;

public sealed class LegacyRequestTests
{
    private static LegacyRequest? Parse(string json) =>
        LegacyRequest.TryParse(System.Text.Encoding.UTF8.GetBytes(json), out LegacyRequest request) ? request : null;

    [Theory]
    [InlineData("""{"cmd": "ping"}""", LegacyCommand.Ping)]
    [InlineData("""{"cmd":"stats"}""", LegacyCommand.Stats)]
    [InlineData(""" { "id": [1, {"cmd": "ping"}], "cmd" : "get_frame" } """, LegacyCommand.GetFrame)]
    [InlineData("""{"cmd": "process_image"}""", LegacyCommand.ProcessImage)]
    [InlineData("""{"cmd": "process_aligned\u005fface"}""", LegacyCommand.ProcessAlignedFace)]
    [InlineData("""{"cmd": "shutdown"}""", LegacyCommand.Unknown)]
    [InlineData("""{"cmd": "Ping"}""", LegacyCommand.Unknown)]
    [InlineData("""{"cmd": ["ping"]}""", LegacyCommand.Unknown)]
    [InlineData("{}", LegacyCommand.Unknown)]
    public void The_member_cmd_decides(string json, object command) => Assert.Equal(command, Parse(json)?.Command);

    [Theory]
    [InlineData("""{"note": "ping", "cmd": "stats"}""", LegacyCommand.Stats)]
    [InlineData("""{"ping": 1}""", LegacyCommand.Unknown)]
    [InlineData("""{"cmd": "say \"ping\" to me"}""", LegacyCommand.Unknown)]
    public void A_command_word_elsewhere_is_no_command(string json, object command) => Assert.Equal(command, Parse(json)?.Command);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("ping")]
    [InlineData("null")]
    [InlineData("[\"ping\"]")]
    [InlineData("\"ping\"")]
    [InlineData("{\"cmd\": \"ping\"} {}")]
    [InlineData("{\"cmd\": \"ping\",}")]
    [InlineData("{'cmd': 'ping'}")]
    [InlineData("{\"cmd\": \"ping\"} // now")]
    [InlineData("{\"cmd\": \"ping\", \"cmd\": \"stats\"}")]
    [InlineData("{\"cmd\": \"process_image\", \"width\": 1, \"width\": 2}")]
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("{\"a\":[[[[[[[[1]]]]]]]]}")]
    public void What_is_no_object_of_strict_JSON_is_malformed(string json) => Assert.Null(Parse(json));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_malformed() =>
        Assert.False(LegacyRequest.TryParse([.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8], out _));

    [Fact]
    public void A_size_is_read_and_what_is_no_whole_number_is_none()
    {
        Assert.Equal(new ImageSize(640, 480, 3), Parse("""{"cmd":"process_image","width":640,"height":480,"channels":3}""")?.Size);
        Assert.Equal(new ImageSize(-1, -1, 3), Parse("""{"cmd":"process_image","width":"640","height":99999999999,"channels":3}""")?.Size);
        Assert.Equal(new ImageSize(-1, -1, -1), Parse("""{"cmd":"process_image","width":1.5,"height":null}""")?.Size);
        Assert.Equal(new ImageSize(-1, -7, -1), Parse("""{"cmd":"process_image","width":{"a":[1]},"height":-7}""")?.Size);
    }

    [Theory]
    [InlineData(1920, 1920, 3, true, 11_059_200)]
    [InlineData(1, 1, 3, true, 3)]
    [InlineData(10, 10, 4, false, 400)]
    [InlineData(1921, 1, 3, false, 5763)]
    [InlineData(0, 5, 3, false, 0)]
    [InlineData(0, int.MaxValue, int.MaxValue, false, 0)]
    public void A_sane_size_says_how_much_follows(int width, int height, int channels, bool acceptable, int length)
    {
        var size = new ImageSize(width, height, channels);
        Assert.Equal(acceptable, size.IsAcceptable);
        Assert.True(size.TryGetLength(out int announced));
        Assert.Equal(length, announced);
    }

    [Theory]
    [InlineData(-1, 1, 3)]
    [InlineData(-2, -2, 3)]
    [InlineData(1920, 1921, 3)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(65536, 65536, 1)]
    public void A_size_that_cannot_be_meant_says_nothing(int width, int height, int channels)
    {
        var size = new ImageSize(width, height, channels);
        Assert.False(size.IsAcceptable);
        Assert.False(size.TryGetLength(out _));
    }
}
