using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Tests.Settings;

public sealed class RecognitionSettingsTests
{
    private const string Camera = "cameras: { front: { source: \"test://clock\" } }\n";

    private static ConfigResult Read(string text, params ReadOnlySpan<(string Name, string Value)> variables) =>
        ConfigLoader.Parse(text + Camera, "/etc/lookout/lookout.yml", Machine.With(Machine.Variables(variables)));

    [Theory]
    [InlineData("")]
    [InlineData("face_recognition:\n")]
    [InlineData("face_recognition: {}\n")]
    [InlineData("face_recognition: { enabled: false, recognition_threshold: null, unknown_hours: 24, key_file: \"\" }\n")]
    [InlineData("face_recognition: { recognition_threshold: ~, key_file: }\n")]
    public void Nobody_is_recognised_unless_the_file_says_so(string text)
    {
        ConfigResult result = Read(text);
        Assert.Empty(result.Problems);
        Assert.Equal(new RecognitionSettings(false, null, 24, ""), result.Settings!.Recognition);
    }

    [Fact]
    public void Everything_can_be_said_and_a_relative_key_file_lies_beside_the_file()
    {
        Assert.Equal(
            new RecognitionSettings(true, 0.55f, 0, "/etc/lookout/secrets/people.key"),
            Read("face_recognition: { enabled: true, recognition_threshold: 0.55, unknown_hours: 0, key_file: secrets/people.key }\n").Settings!.Recognition);
    }

    [Fact]
    public void Variables_switch_it_on_and_off()
    {
        Assert.Equal(
            new RecognitionSettings(true, 0.4f, 1, "/run/secrets/key"),
            Read(
                "",
                ("LOOKOUT_FACE_RECOGNITION_ENABLED", "true"),
                ("LOOKOUT_FACE_RECOGNITION_RECOGNITION_THRESHOLD", "0.4"),
                ("LOOKOUT_FACE_RECOGNITION_UNKNOWN_HOURS", "1"),
                ("LOOKOUT_FACE_RECOGNITION_KEY_FILE", "/run/secrets/key")).Settings!.Recognition);
        Assert.Equal(
            RecognitionSettings.Off,
            Read(
                "face_recognition: { enabled: true, recognition_threshold: 0.4, key_file: /k }\n",
                ("LOOKOUT_FACE_RECOGNITION_ENABLED", "false"),
                ("LOOKOUT_FACE_RECOGNITION_RECOGNITION_THRESHOLD", ""),
                ("LOOKOUT_FACE_RECOGNITION_KEY_FILE", "")).Settings!.Recognition);
        ConfigProblem problem = Assert.Single(Read("", ("LOOKOUT_FACE_RECOGNITION_ON", "true")).Problems);
        Assert.Contains("LOOKOUT_FACE_RECOGNITION_ENABLED", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recognition_threshold: 0", "recognition_threshold")]
    [InlineData("recognition_threshold: 2.01", "recognition_threshold")]
    [InlineData("recognition_threshold: NaN", "recognition_threshold")]
    [InlineData("recognition_threshold: 1e-3", "recognition_threshold")]
    [InlineData("recognition_threshold: [0.5]", "recognition_threshold")]
    [InlineData("unknown_hours: 25", "unknown_hours")]
    [InlineData("unknown_hours: -1", "unknown_hours")]
    [InlineData("key_file: /run/secrets/", "key_file")]
    [InlineData("key_file: { a: b }", "key_file")]
    public void What_cannot_be_meant_is_refused_with_its_key(string line, string key)
    {
        ConfigResult result = Read($"face_recognition:\n  {line}\n");
        Assert.Null(result.Settings);
        Assert.StartsWith($"/etc/lookout/lookout.yml:2:{line.IndexOf(':', StringComparison.Ordinal) + 5}: face_recognition.{key}: found ", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }
}
