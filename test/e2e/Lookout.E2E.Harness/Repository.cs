namespace Lookout.E2E.Harness;

/// <summary>Where the things under test lie. Each missing one is an error that names its remedy.</summary>
public static class Repository
{
    /// <summary>The checkout this assembly was built from.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The published executable: LOOKOUT_BIN, else out/lookout/lookout.</summary>
    public static string Executable => Require(
        Environment.GetEnvironmentVariable("LOOKOUT_BIN") is { Length: > 0 } path ? path : Path.Combine(Root, "out/lookout/lookout"),
        "make publish");

    /// <summary>movie-hello.mp4 as its Debian package ships it: H.264 High, 1280x720, 30 fps, 250 frames.</summary>
    public static string MovieHello => Require(Path.Combine(Cache, "media/movie-hello.mp4"), "tools/setup/media.sh");

    /// <summary>The demo clip with one face, beside the executable.</summary>
    public static string DemoFace => Require(BesideExecutable("demo/demo-face.mp4"), "tools/setup/media.sh && make publish");

    /// <summary>The demo clip with people in a street, beside the executable.</summary>
    public static string DemoStreet => Require(BesideExecutable("demo/demo-street.mp4"), "tools/setup/media.sh && make publish");

    /// <summary>The directory with the model files, beside the executable.</summary>
    public static string Models => Require(BesideExecutable("models"), "tools/setup/models.sh && make publish");

    /// <summary>Positions of the face in demo-face.mp4, fixed by hand.</summary>
    public static string FacePositions => Require(Path.Combine(Root, "test/e2e/face-positions.json"), "git checkout test/e2e/face-positions.json");

    private static string Cache
    {
        get
        {
            if (Environment.GetEnvironmentVariable("LOOKOUT_CACHE") is { Length: > 0 } own) return own;
            string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
                ? xdg
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(cache, "lookout");
        }
    }

    private static string BesideExecutable(string path) => Path.Combine(Path.GetDirectoryName(Executable)!, path);

    private static string Require(string path, string remedy) => File.Exists(path) || Directory.Exists(path)
        ? path
        : throw new FileNotFoundException($"{path} is not there; run: {remedy}");

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Lookout.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException($"no Lookout.slnx above {AppContext.BaseDirectory}");
    }
}
