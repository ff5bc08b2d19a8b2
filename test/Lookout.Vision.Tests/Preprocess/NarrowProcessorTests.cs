using System.Diagnostics;

namespace Lookout.Vision.Tests.Preprocess;

/// <summary>Runs tests of <see cref="PreprocessorTests"/> again in a process that is denied the wider instructions of this machine.</summary>
public sealed class NarrowProcessorTests
{
    // Without AVX-512 it is what most processors have; without AVX2 what NativeAOT makes by default; without any what an unknown processor gets.
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Tensors_are_right_without_the_wide_instructions(string feature)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Lookout.Vision.Tests")) { RedirectStandardOutput = true };
        foreach (string test in (string[])[nameof(PreprocessorTests.Gradient_is_resized_as_the_reference_does), nameof(PreprocessorTests.Real_frame_is_resized_as_the_reference_does), nameof(PreprocessorTests.Noise_of_a_few_sizes_is_resized_as_the_reference_does)])
        {
            start.ArgumentList.Add("-method");
            start.ArgumentList.Add($"{typeof(PreprocessorTests).FullName}.{test}");
        }
        start.Environment[feature] = "0";
        using Process tests = Process.Start(start)!;
        string output = await tests.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tests.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(tests.ExitCode == 0, output);
        Assert.Matches("Total: 11, Errors: 0, Failed: 0", output);
    }
}
