using System.Diagnostics;
using System.Globalization;
using Lookout.Vision.Providers;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Providers;

public sealed class SharedThreadsTests
{
    private const string Child = "LOOKOUT_TEST_CHILD";
    private const string Name = "shared-threads";

    // Four threads of a pool that spun took 13-29 ms each in the second after a run; waiting ones take some microseconds.
    private static readonly TimeSpan Resting = TimeSpan.FromMilliseconds(5);

    [Fact]
    public void Models_bring_no_threads_of_their_own() => OnNamedThread(() =>
    {
        using FaceDetector first = FaceDetector.Load(Cache.Models);
        string[] before = Threads();
        using FaceDetector second = FaceDetector.Load(Cache.Models);
        using ObjectDetector third = ObjectDetector.Load(Cache.Models);
        var objects = new DetectedObject[8];
        third.Detect(new Picture(YuvLayout.I420, 64, 64).Frame, objects, out _);

        Assert.Equal(before, Threads());
    });

    /// <summary>Runs itself in a process of its own, which takes this machine for one of sixteen cores and so has a pool of four.</summary>
    [Fact]
    public async Task Threads_of_the_pool_rest_when_nothing_runs()
    {
        if (Environment.GetEnvironmentVariable(Child) is null) await RunAsChild(nameof(Threads_of_the_pool_rest_when_nothing_runs));
        else OnNamedThread(MeasureRest);
    }

    private static void MeasureRest()
    {
        string[] alone = Threads();
        using ObjectDetector detector = ObjectDetector.Load(Cache.Models);
        string[] pool = [.. Threads().Except(alone)];
        Assert.Equal(4, SharedThreads.Count);
        // The caller is one of the four; the runtime may keep one more thread, which does nothing.
        Assert.InRange(pool.Length, SharedThreads.Count - 1, SharedThreads.Count);

        var objects = new DetectedObject[8];
        Picture picture = new Picture(YuvLayout.I420, 640, 360).Noise(1);
        for (int i = 0; i < 5; i++) detector.Detect(picture.Frame, objects, out _);
        TimeSpan worked = Used(pool);
        Assert.True(worked > Resting, "the pool did not help");
        // Only while time passes can it be seen that nothing happens in it.
        Thread.Sleep(TimeSpan.FromSeconds(1));
        Assert.True(Used(pool) - worked < Resting, $"{Used(pool) - worked} in the idle second");
    }

    // Threads that the runtime makes take the name of the thread it is first used on.
    private static void OnNamedThread(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(test)) { Name = Name };
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException("On its own thread:", failure);
    }

    private static async Task RunAsChild(string method)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Lookout.Vision.Tests")) { RedirectStandardOutput = true };
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(SharedThreadsTests).FullName}.{method}");
        start.Environment[Child] = "1";
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "16";
        using Process tests = Process.Start(start)!;
        string output = await tests.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tests.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(tests.ExitCode == 0, output);
        Assert.Matches("Total: 1, Errors: 0, Failed: 0", output);
    }

    private static string[] Threads() => [.. Directory.GetDirectories("/proc/self/task").Where(thread => Read(thread, "comm").TrimEnd() == Name)];

    // schedstat: nanoseconds on a processor, nanoseconds waiting for one, turns.
    private static TimeSpan Used(string[] threads) =>
        TimeSpan.FromMicroseconds(threads.Sum(thread => long.Parse(Read(thread, "schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1000);

    private static string Read(string thread, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, file));
        }
        catch (IOException)
        {
            return "";   // it has ended
        }
    }
}
