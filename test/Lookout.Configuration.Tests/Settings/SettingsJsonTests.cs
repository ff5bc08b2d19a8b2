using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Tests.Settings;

public sealed class SettingsJsonTests
{
    [Fact]
    public void Settings_survive_the_way_to_a_worker()
    {
        LookoutSettings settings = ConfigLoader.Load(Path.Combine(Machine.Corpus("good"), "everything.yml"), Machine.With()).Settings!;
        string json = SettingsJson.Serialize(settings);
        Assert.True(SettingsJson.TryParse(json, out LookoutSettings? read));
        Assert.Equal(settings.Cameras, read!.Cameras);
        Assert.Equal(settings.WebRtc.Hosts, read.WebRtc.Hosts);
        Assert.Equal(settings.WebRtc.IceServers, read.WebRtc.IceServers);
        Assert.Equal(settings.Publications, read.Publications);
        Assert.Equal(settings.Http, read.Http);
        Assert.Equal(settings.Models, read.Models);
        Assert.Equal(settings.LinkSocket, read.LinkSocket);
        Assert.Equal(new LegacySettings("/tmp/native_inference.sock", "net_1"), read.Legacy);
        Assert.Equal(settings.Recognition, read.Recognition);
        Assert.Equal(json, SettingsJson.Serialize(read));
        Assert.DoesNotContain('\n', json);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"http\":{\"listen\":\":1\"}}")]
    public void What_is_no_settings_is_refused(string json) => Assert.False(SettingsJson.TryParse(json, out _));

    [Fact]
    public void Truncation_at_every_length_is_refused()
    {
        string json = SettingsJson.Serialize(ConfigLoader.Load(Path.Combine(Machine.Corpus("good"), "issue.yml"), Machine.With()).Settings!);
        for (int length = 0; length < json.Length; length++) Assert.False(SettingsJson.TryParse(json[..length], out _));
        Assert.False(SettingsJson.TryParse(json.Replace("v4l2", "exec", StringComparison.Ordinal), out _));
        Assert.False(SettingsJson.TryParse(json.Replace("\"scheme\":\"v4l2\",", "", StringComparison.Ordinal), out _));
    }

    [Fact]
    public void Password_is_kept_out_of_what_is_printed()
    {
        var source = new RtspSource("rtsp://admin:hunter2@cam/live");
        Assert.DoesNotContain("hunter2", source.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", new CameraSettings("a", source, 0, DetectSettings.All).ToString(), StringComparison.Ordinal);
        Assert.Equal("rtsp://cam/live", source.Redacted);
        Assert.Equal("PublishSettings { a -> https://sfu/whip }", new PublishSettings("a", "https://sfu/whip?key=hunter2", "hunter2", null).ToString());
        Assert.Equal("IceServerSettings { turn:t }", new IceServerSettings("turn:t", "box", "hunter2", "hunter2").ToString());
    }
}
