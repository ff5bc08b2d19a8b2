using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Tests.Settings;

public sealed class LegacySettingsTests
{
    private const string Cameras = "cameras: { front: { source: \"test://clock\" }, yard: { source: \"test://clock\" } }\n";

    private static ConfigResult Read(string text, params ReadOnlySpan<(string Name, string Value)> variables) =>
        ConfigLoader.Parse(text, "lookout.yml", Machine.With(Machine.Variables(variables)));

    [Theory]
    [InlineData("")]
    [InlineData("legacy:\n")]
    [InlineData("legacy: {}\n")]
    [InlineData("legacy: { socket: \"\" }\n")]
    [InlineData("legacy: { camera: yard }\n")]
    public void Without_a_socket_it_is_off(string legacy)
    {
        ConfigResult result = Read(legacy + Cameras);
        Assert.Empty(result.Problems);
        Assert.Null(result.Settings!.Legacy);
    }

    [Fact]
    public void It_serves_the_first_camera_or_the_one_named()
    {
        Assert.Equal(new LegacySettings("/tmp/native_inference.sock", null), Read("legacy: { socket: /tmp/native_inference.sock }\n" + Cameras).Settings!.Legacy);
        Assert.Equal(new LegacySettings("/run/a.sock", "yard"), Read("legacy: { socket: /run/a.sock, camera: yard }\n" + Cameras).Settings!.Legacy);
    }

    [Fact]
    public void Variables_switch_it_on_and_off_and_name_its_camera()
    {
        Assert.Equal(
            new LegacySettings("/tmp/a.sock", "yard"), Read(Cameras, ("LOOKOUT_LEGACY_SOCKET", "/tmp/a.sock"), ("LOOKOUT_LEGACY_CAMERA", "yard")).Settings!.Legacy);
        Assert.Null(Read("legacy: { socket: /tmp/a.sock }\n" + Cameras, ("LOOKOUT_LEGACY_SOCKET", "")).Settings!.Legacy);
        ConfigProblem problem = Assert.Single(Read(Cameras, ("LOOKOUT_LEGACY_PATH", "/tmp/a.sock")).Problems);
        Assert.Contains("LOOKOUT_LEGACY_SOCKET", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("native.sock")]
    [InlineData("/tmp/")]
    [InlineData("/tmp/\0.sock")]
    [InlineData("/tmp/00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    public void A_path_that_no_socket_can_have_is_refused_by_the_variables_name(string path)
    {
        ConfigResult result = Read(Cameras, ("LOOKOUT_LEGACY_SOCKET", path));
        Assert.Null(result.Settings);
        Assert.StartsWith("LOOKOUT_LEGACY_SOCKET: legacy.socket: found", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_that_is_found_on_the_machine_cannot_be_looked_up_yet()
    {
        Assert.Equal("uvc", ConfigLoader.Parse("legacy: { socket: /tmp/a.sock, camera: uvc }", "lookout.yml", Machine.With()).Settings!.Legacy!.Camera);
        Assert.Null(ConfigLoader.Parse("legacy: { socket: /tmp/a.sock, camera: \"a b\" }", "lookout.yml", Machine.With()).Settings);
    }
}
