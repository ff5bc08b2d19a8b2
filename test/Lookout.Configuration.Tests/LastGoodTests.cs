using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Tests;

/// <summary>What a container does with a file that cannot be used.</summary>
public sealed class LastGoodTests : IDisposable
{
    private const string Good = "cameras: { front: { source: \"rtsp://user:secret@10.0.0.7/stream\" } }";
    private const string Bad = "cameras:\n  front: { sauce: 1 }";

    private readonly TemporaryDirectory _directory = new();

    private string File => Path.Combine(_directory.Path, "lookout.yml");

    [Fact]
    public void Bad_file_is_stood_in_for_by_the_last_good_one_and_is_told_of()
    {
        Assert.Empty(Load(Good).Problems);
        LookoutSettings settings = Load(Bad);
        Assert.Equal("front", Assert.Single(settings.Cameras).Name);
        Assert.Contains(settings.Problems, problem => problem.Contains("lookout.yml:2:", StringComparison.Ordinal) && problem.Contains("sauce", StringComparison.Ordinal));
        // It is not what is kept now.
        Assert.Single(Load(Bad).Cameras);
    }

    [Fact]
    public void Bad_file_with_nothing_before_it_gives_no_camera_and_tells_why()
    {
        LookoutSettings settings = Load(Bad);
        Assert.Empty(settings.Cameras);
        Assert.NotEmpty(settings.Problems);
        Assert.True(SettingsJson.TryParse(SettingsJson.Serialize(settings), out LookoutSettings? again));
        Assert.Equal(settings.Problems, again!.Problems);
    }

    [Fact]
    public void Mended_file_is_used_and_nothing_is_told_any_more()
    {
        Load(Good);
        Load(Bad);
        LookoutSettings settings = Load("cameras: { yard: { source: \"file:a.mp4\" } }");
        Assert.Equal("yard", Assert.Single(settings.Cameras).Name);
        Assert.Empty(settings.Problems);
    }

    [Fact]
    public void Kept_text_is_for_its_owner_only()
    {
        Load(Good);
        string kept = Assert.Single(Directory.GetFiles(Path.Combine(_directory.Path, "data")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(kept));
    }

    [Fact]
    public void Bad_variables_leave_nothing_to_stand_in()
    {
        System.IO.File.WriteAllText(File, Good);
        Assert.Null(ConfigLoader.LoadOrStandIn(File, Here(("LOOKOUT_HTTP_LISTEN", "nowhere"))).Settings);
    }

    public void Dispose() => _directory.Dispose();

    private LookoutSettings Load(string text)
    {
        System.IO.File.WriteAllText(File, text);
        return ConfigLoader.LoadOrStandIn(File, Here()).Settings!;
    }

    private Surroundings Here(params ReadOnlySpan<(string Name, string Value)> variables) =>
        Machine.With(Machine.Variables([("LOOKOUT_DATA_DIR", Path.Combine(_directory.Path, "data")), .. variables]));
}
