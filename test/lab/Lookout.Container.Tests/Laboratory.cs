using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;

namespace Lookout.Container.Tests;

/// <summary>A real Docker engine of the tests' own, the image built from this checkout, and one Chromium.</summary>
public sealed class Laboratory : IAsyncLifetime
{
    /// <summary>The image under test.</summary>
    public const string Image = "lookout:dev";

    private ChromiumBrowser? _browser;
    private Dictionary<string, string> _engine = [];
    private string _composeV2 = "";

    /// <summary>Opens a page.</summary>
    public Task<ChromiumPage> OpenAsync(string url) => _browser!.OpenAsync(url);

    /// <summary>The docker command line against this engine.</summary>
    public Task<string> DockerAsync(params string[] arguments) => Tool.RunAsync("docker", arguments, variables: _engine);

    /// <summary>The same, where it may fail.</summary>
    public Task<(int Code, string Output, string Errors)> TryDockerAsync(params string[] arguments) => Tool.TryAsync("docker", arguments, variables: _engine);

    /// <summary>Compose in a project's folder.</summary>
    public Task<string> ComposeAsync(Generation generation, string folder, params string[] arguments)
    {
        var variables = new Dictionary<string, string>(_engine) { ["LOOKOUT_IMAGE"] = Image };
        if (generation == Generation.V1) return Tool.RunAsync("docker-compose", arguments, folder, variables);
        variables["DOCKER_CONFIG"] = _composeV2;
        return Tool.RunAsync("docker", ["compose", .. arguments], folder, variables);
    }

    /// <summary>Keeps a measured figure; `make test-container` prints them at its end.</summary>
    public static void Say(string figure) => File.AppendAllLines(Figures, [figure]);

    /// <summary>Ends the engine and starts it again, as an upgrade of Docker does.</summary>
    public static Task RestartEngineAsync() => Tool.RunAsync(Script("engine.sh"), ["restart"]);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string built = await Tool.RunAsync(Script("image.sh"), [Image]);
        Directory.CreateDirectory(Path.GetDirectoryName(Figures)!);
        File.Delete(Figures);
        Say(built.Split('\n')[^1]);
        string export = await Tool.RunAsync(Script("engine.sh"), ["env"]);
        _engine = new Dictionary<string, string> { ["DOCKER_HOST"] = export.Split('=', 2)[1] };
        _composeV2 = await Tool.RunAsync(Script("compose-v2.sh"), []);
        _browser = await ChromiumBrowser.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        await Tool.RunAsync(Script("engine.sh"), ["stop"]);
    }

    private static string Figures => Path.Combine(Repository.Root, "out/lab/figures.txt");

    private static string Script(string name) => Path.Combine(Repository.Root, "test/lab/docker", name);
}
