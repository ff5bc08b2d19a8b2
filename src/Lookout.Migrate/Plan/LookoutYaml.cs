using System.Text;

namespace Lookout.Migrate.Plan;

/// <summary>The configuration that the container starts with: the old daemon's cameras.</summary>
internal static class LookoutYaml
{
    public static byte[] Write(IReadOnlyList<PlannedCamera> cameras, string? legacySocket)
    {
        var text = new StringBuilder();
        text.Append("# Written by 'lookout migrate'. 'lookout config check' tells what is wrong after an edit.\n");
        // Inside the container: which addresses of the box lead here is for the compose file's ports to say.
        text.Append("http:\n  listen: 0.0.0.0:8080\n");
        text.Append("cameras:\n");
        foreach (PlannedCamera camera in cameras)
        {
            text.Append($"  {camera.Name}:\n    source: {camera.Mode.SourceOf(camera.Device)}\n");
            if (camera.Rotate != 0) text.Append($"    rotate: {camera.Rotate}\n");
        }
        if (legacySocket is not null) text.Append($"legacy:\n  socket: {legacySocket}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
