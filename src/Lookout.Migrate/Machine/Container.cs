namespace Lookout.Migrate.Machine;

/// <summary>A container of a Compose project.</summary>
/// <param name="Id">The full id.</param>
/// <param name="Service">The service it was made for.</param>
/// <param name="State">created, running, exited ...</param>
/// <param name="Status">The words for people, which alone tell health: "Up 3 minutes (healthy)".</param>
internal sealed record Container(string Id, string Service, string State, string Status)
{
    public bool IsRunning => State is "running" or "restarting";

    /// <summary>Running, and not unwell by its own health check if it has one.</summary>
    public bool IsWell => State == "running" && !Status.Contains("(unhealthy)", StringComparison.Ordinal) && !Status.Contains("(health: ", StringComparison.Ordinal);
}
