using System.Diagnostics;

namespace Lookout.E2E.Harness.Product;

/// <summary>
/// One `lookout run` of the published binary with a file, run directory and data directory of its own. The owner disposes
/// it: that stops it, kills what is left by id and removes its folders.
/// </summary>
public sealed class LookoutProcess : IAsyncDisposable
{
    /// <summary>Longest an orderly stop may take (issue, show 4).</summary>
    public static TimeSpan StopBudget { get; } = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _marker;

    private LookoutProcess(Process process, LookoutConfig config, string folder, string marker, long started)
    {
        (_process, Config, Folder, _marker, Started) = (process, config, folder, marker, started);
        Api = new LookoutApi(config.HttpAddress, config.HttpPort);
    }

    /// <summary>What it was started with.</summary>
    public LookoutConfig Config { get; }

    /// <summary>Its temporary folder: lookout.yml, run/, data/.</summary>
    public string Folder { get; }

    /// <summary>The Unix socket between the workers.</summary>
    public string LinkSocket => Path.Combine(Folder, "run/link.sock");

    /// <summary>Its HTTP side.</summary>
    public LookoutApi Api { get; }

    /// <summary>Its standard output and error.</summary>
    public ProcessLog Log { get; } = new();

    /// <summary>Stopwatch time just before the process was created.</summary>
    public long Started { get; }

    /// <summary>Id of the supervisor.</summary>
    public int Pid => _process.Id;

    /// <summary>Whether the supervisor has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts it and returns at once.</summary>
    public static LookoutProcess Start(LookoutConfig config) => Start(config, config.ToYaml());

    /// <summary>Starts it with the file's text given literally, and with variables added to the test's own.</summary>
    public static LookoutProcess Start(LookoutConfig config, string yaml, IReadOnlyDictionary<string, string>? variables = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        string folder = Directory.CreateTempSubdirectory("lookout-e2e-").FullName;
        string file = Path.Combine(folder, "lookout.yml");
        File.WriteAllText(file, yaml);
        string marker = Path.GetFileName(folder);
        var start = new ProcessStartInfo(Repository.Executable, ["run", "--config", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        start.Environment["LOOKOUT_RUN_DIR"] = Path.Combine(folder, "run");
        start.Environment["LOOKOUT_DATA_DIR"] = Path.Combine(folder, "data");
        start.Environment["LOOKOUT_E2E_MARKER"] = marker;
        foreach ((string name, string value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;

        var process = new Process { StartInfo = start };
        long started = Stopwatch.GetTimestamp();
        process.Start();
        var run = new LookoutProcess(process, config, folder, $"LOOKOUT_E2E_MARKER={marker}", started);
        process.OutputDataReceived += (_, line) => run.Log.Add(line.Data);
        process.ErrorDataReceived += (_, line) => run.Log.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Waits until /readyz answers 200: every camera with a picture, both workers up.</summary>
    public Task ReadyAsync() => Poll.UntilAsync(
        async () => !ThrowIfExited() && await Api.StatusAsync("/readyz") == 200, "/readyz answers 200");

    /// <summary>Waits until the HTTP side answers, whatever the cameras do.</summary>
    public Task AnswersAsync() => Poll.UntilAsync(
        async () => !ThrowIfExited() && await Api.StatusAsync("/api/v1/cameras") == 200, "/api/v1/cameras answers 200");

    /// <summary>Waits until a camera is in a state ("online", "no_signal", "offline").</summary>
    public Task<CameraReport> CameraAsync(string name, string state) => Poll.ForAsync(
        async () => !ThrowIfExited() && await Api.CameraAsync(name) is { } camera && camera.State == state ? camera : null,
        $"camera {name} is {state}");

    /// <summary>Id of a worker: the child whose command line reads `lookout camera-server` or `lookout camera-service`.</summary>
    public int? Worker(string name) => ProcessTable.Children(Pid)
        .Where(pid => ProcessTable.CommandLine(pid).EndsWith($"lookout {name}", StringComparison.Ordinal))
        .Select(pid => (int?)pid).FirstOrDefault();

    /// <summary>Waits for a worker, other than <paramref name="not"/>, and returns its id.</summary>
    public async Task<int> WorkerAsync(string name, int not = 0)
    {
        int found = 0;
        await Poll.UntilAsync(() => (found = Worker(name) ?? 0) != 0 && found != not, $"a process `lookout {name}`");
        return found;
    }

    /// <summary>Sends SIGTERM and returns exit code and time taken.</summary>
    /// <exception cref="TimeoutException">Still running at three times the budget.</exception>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync()
    {
        long start = Stopwatch.GetTimestamp();
        Signals.Terminate(Pid);
        int code = await ExitAsync(3 * StopBudget);
        return (code, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Waits for the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"lookout still runs after {within.TotalSeconds:0} s");
        }

        return _process.ExitCode;
    }

    /// <summary>
    /// What must not be there after the end: processes that were ours, and anything in the run directory but the file that only
    /// one run can lock, which stays because removing it would race with the next run.
    /// </summary>
    public IReadOnlyList<string> Leftovers()
    {
        string run = Path.Combine(Folder, "run");
        return
        [
            .. ProcessTable.Marked(_marker).Select(pid => $"process {pid} {ProcessTable.CommandLine(pid)}"),
            .. Directory.Exists(run) ? Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lookout.lock") : [],
        ];
    }

    /// <summary>Stops it if need be, ends what is left by id, removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            try
            {
                await TerminateAsync();
            }
            catch (TimeoutException)
            {
                // Killed below; the test that measures the stop is another one.
            }
        }

        foreach (int pid in ProcessTable.Marked(_marker)) Signals.Kill(pid);
        _process.Dispose();
        Api.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private bool ThrowIfExited() => _process.HasExited
        ? throw new InvalidOperationException($"lookout ended with {_process.ExitCode} while it was waited for")
        : false;
}
