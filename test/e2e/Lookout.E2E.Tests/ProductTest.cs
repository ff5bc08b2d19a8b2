using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>
/// A test against the published binary. What it started is stopped at its end, nothing may be left of it, and its log goes
/// to the test's output.
/// </summary>
public abstract class ProductTest : IAsyncDisposable
{
    private readonly List<LookoutProcess> _runs = [];
    private readonly List<string> _folders = [];

    /// <summary>Starts `lookout run` with this file.</summary>
    protected LookoutProcess Start(LookoutConfig config) => Track(LookoutProcess.Start(config));

    /// <summary>Starts `lookout run` with the file's text given literally.</summary>
    protected LookoutProcess Start(LookoutConfig config, string yaml) => Track(LookoutProcess.Start(config, yaml));

    /// <summary>Starts `lookout run` with variables added.</summary>
    protected LookoutProcess Start(LookoutConfig config, IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Track(LookoutProcess.Start(config, config.ToYaml(), variables));
    }

    /// <summary>Starts it and waits until every camera has a picture.</summary>
    protected async Task<LookoutProcess> StartReadyAsync(LookoutConfig config)
    {
        LookoutProcess lookout = Start(config);
        await lookout.ReadyAsync();
        return lookout;
    }

    /// <summary>Stops one run before the test's end, and checks that nothing is left of it.</summary>
    protected async Task EndAsync(LookoutProcess lookout)
    {
        ArgumentNullException.ThrowIfNull(lookout);
        _runs.Remove(lookout);
        TestContext.Current.TestOutputHelper?.WriteLine($"--- lookout {lookout.Pid}\n{lookout.Log}");
        await using (lookout)
        {
            if (!lookout.HasExited) await lookout.TerminateAsync();
            Assert.Empty(lookout.Leftovers());
        }
    }

    /// <summary>A folder that goes away with the test.</summary>
    protected string TemporaryFolder()
    {
        string folder = Directory.CreateTempSubdirectory("lookout-e2e-files-").FullName;
        _folders.Add(folder);
        return folder;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (LookoutProcess lookout in _runs.ToArray()) await EndAsync(lookout);
        foreach (string folder in _folders) Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private LookoutProcess Track(LookoutProcess lookout)
    {
        _runs.Add(lookout);
        return lookout;
    }
}
