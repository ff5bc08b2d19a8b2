using System.Globalization;

namespace Lookout.CameraService;

/// <summary>Restarts before this process started; only the supervisor can know them.</summary>
/// <param name="Server">Of camera-server.</param>
/// <param name="Service">Of camera-service, this one.</param>
internal readonly record struct RestartCounts(int Server, int Service)
{
    public static RestartCounts FromEnvironment() => new(Read("LOOKOUT_SERVER_RESTARTS"), Read("LOOKOUT_SERVICE_RESTARTS"));

    private static int Read(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;
}
