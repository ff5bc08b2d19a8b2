using System.Diagnostics;

namespace Lookout.Native.Tests.Net;

/// <summary>
/// The same failures made outside of the process, where the kernel would make them: strace lets sendmmsg of a real
/// process fail. The process is this test assembly, running one test of it.
/// </summary>
public sealed class SegmentedSendStraceTests
{
    private const string Inner = nameof(Runs_arrive_whole);
    private const int Batches = 8;

    [Fact]
    public void Runs_arrive_whole()
    {
        using var pair = new UdpPair(receivers: 4);
        for (int batch = 0; batch < Batches; batch++)
        {
            for (int i = 0; i < 88; i++) pair.Add(i % 11 == 10 ? 500 : 1200, i / 11 % 4);
            pair.SendAndReceiveAll();
        }
    }

    [Theory]
    [InlineData("EIO", "1")]
    [InlineData("EIO", "5")]
    [InlineData("EINVAL", "3")]
    public async Task Runs_arrive_whole_when_the_kernel_fails_at_them(string error, string when)
    {
        string log = Path.GetTempFileName();
        try
        {
            using var strace = Process.Start(new ProcessStartInfo("strace")
            {
                ArgumentList =
                {
                    "-f", "-qq", "-o", log, "-e", "trace=sendmmsg", "-e", $"inject=sendmmsg:error={error}:when={when}",
                    Path.ChangeExtension(typeof(SegmentedSendStraceTests).Assembly.Location, null),
                    "-method", $"*.{nameof(SegmentedSendStraceTests)}.{Inner}",
                },
                RedirectStandardOutput = true,
            })!;
            string output = await strace.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await strace.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.True(strace.ExitCode == 0, output);
            string[] calls = await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
            Assert.Single(calls, call => call.Contains("(INJECTED)", StringComparison.Ordinal));
            // After the failure no message asks the kernel to cut any more; before it, all runs did.
            int failure = Array.FindIndex(calls, call => call.Contains("(INJECTED)", StringComparison.Ordinal));
            Assert.Equal(int.Parse(when, System.Globalization.CultureInfo.InvariantCulture) - 1, failure);
            Assert.All(calls[..failure], call => Assert.Contains("cmsg_type=0x67", call, StringComparison.Ordinal));
            Assert.All(calls[(failure + 1)..], call => Assert.DoesNotContain("cmsg_type=0x67", call, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(log);
        }
    }
}
