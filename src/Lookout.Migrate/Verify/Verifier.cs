using Lookout.Migrate.Discovery;
using Lookout.Migrate.Machine;
using Lookout.Migrate.Steps;

namespace Lookout.Migrate.Verify;

/// <summary>Looks whether the migrated box does what the migration was for.</summary>
internal sealed class Verifier(Site site)
{
    private const string ProbeSeconds = "5";
    private const string ProbeContainer = "lookout-migrate-probe";

    public Verdict Run(VerifyDepth depth)
    {
        var criteria = new List<Criterion>
        {
            Check(1, "one 'up' starts everything", () => Start(depth == VerifyDepth.Full)),
            Check(2, "the stream shows the real camera", Stream),
            Check(3, "no camera process outside the container", Outside),
        };
        if (depth != VerifyDepth.Quick) criteria.Add(Check(5, "a restart comes back by itself", Restart));
        if (depth == VerifyDepth.Full) criteria.Add(Check(4, "'down' leaves nothing", DownAndUp));
        criteria.Sort((one, other) => one.Id.CompareTo(other.Id));
        return new Verdict(criteria.TrueForAll(criterion => criterion.Ok), criteria);
    }

    private static Criterion Check(int id, string name, Func<string> look)
    {
        try
        {
            return new Criterion(id, name, true, look());
        }
        catch (MigrationException exception)
        {
            return new Criterion(id, name, false, exception.Message);
        }
    }

    private string Start(bool up)
    {
        if (up) Up();
        return AwaitWell();
    }

    private void Up() => site.Compose().Must(site.Manifest.ComposeFiles, site.Project, "up", "-d");

    private string AwaitWell()
    {
        List<Container> containers = [];
        bool isWell = site.Box.WaitUntil(site.Box.Patience.Ready, () =>
        {
            containers = site.Docker.Containers(site.Project);
            return containers.Exists(container => container.Service == site.Manifest.Service) && containers.TrueForAll(IsWell);
        });
        string list = containers.Count == 0 ? "no container" : string.Join(", ", containers.Select(container => $"{container.Service}: {container.Status}"));
        return isWell ? list : throw new MigrationException(list);
    }

    // Beside Lookout a project may have services that do one thing and end.
    private bool IsWell(Container container) =>
        container.IsWell || (container.Service != site.Manifest.Service && container.Status.StartsWith("Exited (0)", StringComparison.Ordinal));

    private string Stream() => string.Join("; ", site.Manifest.Cameras.Select(camera => $"{camera}: {Probe(camera)}"));

    private string Probe(string camera)
    {
        string seen = "";
        bool isReal = site.Box.WaitUntil(site.Box.Patience.Ready, () =>
        {
            CommandResult result = site.Docker.Do("run", "--rm", "--name", ProbeContainer, "--network", "host", site.Manifest.Image,
                "probe", $"http://127.0.0.1:8080/{camera}", "--seconds", ProbeSeconds, "--json");
            bool isReport = ProbeReport.TryParse(result.Output, out ProbeReport? report);
            seen = isReport ? report!.ToString() : result.Explain();
            // What outlived its time would be in the way of the next.
            if (result.ExitCode < 0) site.Docker.Do("rm", "--force", ProbeContainer);
            bool isCamera = isReport && report!.IsRealCamera;
            if (isCamera && !result.Succeeded) seen += ", which is fewer than one a second";
            return isCamera && result.Succeeded;
        });
        return isReal ? seen : throw new MigrationException($"{camera}: {seen}");
    }

    private string Outside()
    {
        List<Holder> holders = site.Holders(site.ServiceContainers());
        if (holders.Count > 0) throw new MigrationException(string.Join("; ", holders));
        site.Units.RequireMasked();
        return $"nobody; old units stopped and masked: {site.Manifest.Units.Count}";
    }

    private string Restart()
    {
        foreach (Container container in site.ServiceContainers()) site.Docker.Must("restart", container.Id);
        AwaitWell();
        return Stream();
    }

    private string DownAndUp()
    {
        try
        {
            site.Compose().Must(site.Manifest.ComposeFiles, site.Project, "down");
            if (site.Docker.Containers(site.Project) is { Count: > 0 } containers) throw new MigrationException($"container of {containers[0].Service} is left");
            if (site.Docker.Networks(site.Project) is { Count: > 0 } networks) throw new MigrationException($"network {networks[0]} is left");
            site.WaitUntilFree([]);
            if (site.Processes.IsListening(site.Manifest.Socket)) throw new MigrationException($"somebody listens on {site.Manifest.Socket}");
        }
        finally
        {
            // However it came out, the box is left as it was found.
            Up();
        }
        return $"no container, network, socket or held camera; up again: {AwaitWell()}";
    }
}
