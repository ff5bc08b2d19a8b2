using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Reading;

/// <summary>The keys of <c>models</c> that say what the models run on.</summary>
internal static class ModelReader
{
    private const int MostDevices = 16;

    /// <summary>They, without the folder.</summary>
    public static readonly string[] Keys = ["provider", "when_missing", "device", "fp16"];

    public static ModelSettings Read(Section section, string directory) => new(directory)
    {
        Provider = ReadProvider(section),
        FallsBackToCpu = ReadFallsBack(section),
        Device = section.Int("device", 0, MostDevices - 1, 0),
        Fp16 = section.Bool("fp16", otherwise: true),
    };

    private static ModelProvider ReadProvider(Section section)
    {
        const string Expected = "expected cpu, cuda or tensorrt";
        if (section.Text("provider", Expected) is not { } text) return ModelProvider.Cpu;
        switch (text.Text)
        {
            case "cpu": return ModelProvider.Cpu;
            case "cuda": return ModelProvider.Cuda;
            case "tensorrt": return ModelProvider.TensorRt;
            default:
                section.Wrong("provider", text, Expected);
                return ModelProvider.Cpu;
        }
    }

    private static bool ReadFallsBack(Section section)
    {
        const string Expected = "expected cpu (run on the CPU instead) or refuse (detect nothing)";
        if (section.Text("when_missing", Expected) is not { } text || text.Text == "cpu") return true;
        if (text.Text != "refuse") section.Wrong("when_missing", text, Expected);
        return false;
    }
}
