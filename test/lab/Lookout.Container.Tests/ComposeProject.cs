using System.Diagnostics;
using System.Globalization;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.Container.Tests;

/// <summary>
/// The docker-compose.yml that ships, in a folder of its own, with nothing configured: the two demo clips play. Disposing
/// takes it down, its volume with it.
/// </summary>
internal sealed class ComposeProject : IAsyncDisposable
{
    /// <summary>A camera of a box that nobody has configured and that has no camera.</summary>
    public const string Camera = "demo-street";

    private const int HttpPort = 8080;
    private readonly Laboratory _laboratory;
    private readonly string _folder = Directory.CreateTempSubdirectory("lookout-lab-").FullName;

    private readonly Generation _generation;

    private ComposeProject(Laboratory laboratory, Generation generation)
    {
        _laboratory = laboratory;
        _generation = generation;
    }

    /// <summary>Its HTTP side, as the host sees it.</summary>
    public LookoutApi Api { get; } = new("127.0.0.1", HttpPort);

    /// <summary>Stopwatch time just before `up`.</summary>
    public long Started { get; private set; }

    /// <summary>`up -d`.</summary>
    /// <param name="laboratory">The engine.</param>
    /// <param name="configuration">Text of config/lookout.yml; null: there is none.</param>
    /// <param name="generation">Which Compose.</param>
    public static async Task<ComposeProject> UpAsync(Laboratory laboratory, string? configuration = null, Generation generation = Generation.V1)
    {
        var project = new ComposeProject(laboratory, generation);
        if (configuration is not null) project.Configure(configuration);
        // As it ships but for `build:`, since the sources do not lie beside it here.
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docker-compose.yml"));
        await File.WriteAllLinesAsync(Path.Combine(project._folder, "docker-compose.yml"), lines.Where(line => line.Trim() != "build: ."));
        project.Started = Stopwatch.GetTimestamp();
        await project.ComposeAsync("up", "-d");
        return project;
    }

    /// <summary>`up -d` and until every camera has a picture.</summary>
    public static async Task<ComposeProject> UpReadyAsync(Laboratory laboratory)
    {
        ComposeProject project = await UpAsync(laboratory);
        await project.ReadyAsync();
        return project;
    }

    /// <summary>Writes config/lookout.yml; it counts from the next start on.</summary>
    public void Configure(string configuration)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "config"));
        File.WriteAllText(Path.Combine(_folder, "config/lookout.yml"), configuration);
    }

    /// <summary>Until /readyz answers 200.</summary>
    public Task ReadyAsync() => Poll.UntilAsync(async () => await Api.StatusAsync("/readyz") == 200, "/readyz answers 200");

    /// <summary>`down`; the volume stays.</summary>
    public Task DownAsync() => ComposeAsync("down");

    /// <summary>Id of the container.</summary>
    public Task<string> ContainerAsync() => ComposeAsync("ps", "-q");

    /// <summary>One value of `docker inspect`.</summary>
    public async Task<string> InspectAsync(string format) => await _laboratory.DockerAsync("inspect", "--format", format, await ContainerAsync());

    /// <summary>Runs a shell line in the container and returns what it wrote.</summary>
    public async Task<string> ShellAsync(string line) => await _laboratory.DockerAsync("exec", await ContainerAsync(), "sh", "-c", line);

    /// <summary>The container's process 1, as the host numbers it.</summary>
    public async Task<int> MainProcessAsync() => int.Parse(await InspectAsync("{{.State.Pid}}"), CultureInfo.InvariantCulture);

    /// <summary>A worker, as the host numbers it, other than <paramref name="not"/>.</summary>
    public async Task<int> WorkerAsync(string name, int not = 0)
    {
        int main = await MainProcessAsync();
        int found = 0;
        await Poll.UntilAsync(
            () =>
            {
                found = ProcessTable.Children(main).FirstOrDefault(pid => ProcessTable.CommandLine(pid) == $"lookout {name}");
                return found != 0 && found != not;
            },
            $"a process `lookout {name}` in the container");
        return found;
    }

    /// <summary>Opens the page and waits for a frame in it. While nobody listens yet it is tried again.</summary>
    public async Task<ChromiumPage> WatchAsync()
    {
        await Poll.UntilAsync(async () => await Api.StatusAsync("/") == 200, "the page is served");
        ChromiumPage page = await _laboratory.OpenAsync(Api.Url($"/{Camera}"));
        await page.FirstFrameAsync(Camera);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await ComposeAsync("down", "-v", "-t", "30");
        Api.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<string> ComposeAsync(params string[] arguments) => _laboratory.ComposeAsync(_generation, _folder, arguments);
}
