using System.Collections;
using Lookout.Configuration;
using Lookout.Native.Posix;
using Lookout.Native.V4l2;

namespace Lookout;

/// <summary>The machine as <see cref="Surroundings"/>.</summary>
internal static class ThisMachine
{
    public static Surroundings Look()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return new Surroundings
        {
            Variables = variables,
            ExecutableDirectory = AppContext.BaseDirectory,
            WorkingDirectory = Environment.CurrentDirectory,
            UserId = CurrentProcess.UserId,
            IsWritable = FileStatus.IsWritableDirectory,
            CaptureDevices = () =>
            [
                .. VideoDevices.List()
                    .Where(device => device.CanCapture)
                    .Select(device => new CaptureDevice(device.Card, device.StablePath ?? device.Node))
            ],
        };
    }
}
