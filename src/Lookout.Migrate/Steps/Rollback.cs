using Lookout.Migrate.Files;
using Lookout.Migrate.Journal;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Steps;

/// <summary>
/// Puts the box back as the manifest says it was: the new container first, so that the camera is free before the old daemon
/// starts, and the old client last, since Docker would make a directory of a socket that is not there yet. It goes by what it
/// finds and not by how far 'apply' came, so it may be done again after it was cut off.
/// </summary>
internal sealed class Rollback(Site site, StateDirectory state, Progress progress)
{
    private Manifest Manifest => site.Manifest;

    private HashSet<string> OldContainers => [.. Manifest.Project.Containers.Select(container => container.Id)];

    public void Run()
    {
        bool touchedContainers = progress.Begun.Contains(StepName.StopClient);
        bool touchedUnits = progress.Begun.Contains(StepName.StopUnits);
        if (touchedContainers) RemoveNewContainers();
        if (touchedUnits && !site.Units.IsAnyAlive()) site.WaitUntilFree([.. site.ServiceContainers().Where(container => OldContainers.Contains(container.Id))]);
        foreach (ChangePart part in new[] { ChangePart.Compose, ChangePart.Units, ChangePart.Config }) UndoPart(part);
        if (touchedUnits)
        {
            site.Units.Reload();
            RemoveDirectoryInSocketsPlace();
            site.Units.Restore();
            AwaitSocket();
        }
        if (touchedContainers) RestoreContainers();
        RequireAsBefore(touchedContainers);
    }

    private void RemoveNewContainers()
    {
        HashSet<string> services = [.. Manifest.Project.Containers.Select(container => container.Service)];
        foreach (Container container in site.Docker.Containers(site.Project).Where(container => !OldContainers.Contains(container.Id)))
        {
            // Of other services only those that 'up' itself brought: after the commit the project is its owner's again.
            if (container.Service != Manifest.Service && (progress.WasCommitted || services.Contains(container.Service))) continue;
            if (container.IsRunning) site.Docker.Must("stop", container.Id);
            site.Docker.Must("rm", "--force", container.Id);
        }
        if (site.ServiceContainers().Find(container => container.IsRunning && !OldContainers.Contains(container.Id)) is { } left)
            throw new MigrationException($"container {left.Id[..12]} still runs after 'docker rm'");
    }

    private void UndoPart(ChangePart part)
    {
        foreach (PathChange change in Manifest.Changes.Reverse().Where(change => change.Part == part))
        {
            string path = site.Box.At(change.Path);
            PathState present = PathState.Read(path);
            // Somebody edited it after the commit. It goes, but it is not lost.
            if (present.Kind == PathKind.File && !present.IsSameAs(change.Before) && !present.IsSameAs(change.After))
                site.Box.Say($"{change.Path} was edited since; that version is kept as {state.KeepAside(path)}");
        }
        site.Undo(part);
    }

    private void RemoveDirectoryInSocketsPlace()
    {
        string path = site.Box.At(Manifest.Socket);
        if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any()) Directory.Delete(path);
    }

    private void AwaitSocket()
    {
        if (!Manifest.SocketWasServed) return;
        if (!site.Box.WaitUntil(site.Box.Patience.Ready, () => site.Processes.IsListening(Manifest.Socket)))
            throw new MigrationException($"the old daemon runs but does not listen on {Manifest.Socket}");
    }

    private void RestoreContainers()
    {
        Dictionary<string, Container> present = site.Docker.Containers(site.Project).ToDictionary(container => container.Id);
        foreach (ContainerRecord record in Manifest.Project.Containers)
        {
            if (!present.TryGetValue(record.Id, out Container? container)) continue;
            if (record.WasRunning && !container.IsRunning) site.Docker.Must("start", record.Id);
            if (!record.WasRunning && container.IsRunning && !progress.WasCommitted) site.Docker.Must("stop", record.Id);
        }
        Recreate(record => record.WasRunning, "up", "-d", "--no-deps");
        Recreate(record => !record.WasRunning, "up", "--no-start", "--no-deps");
        foreach (string network in NewNetworks()) site.Docker.Must("network", "rm", network);
        foreach (string volume in NewVolumes())
        {
            // After the commit it holds what people recorded and whom they enrolled.
            if (progress.WasCommitted) site.Box.Say($"volume {volume} is kept: it may hold recordings and people ('docker volume rm {volume}' removes it)");
            else site.Docker.Must("volume", "rm", volume);
        }

        void Recreate(Func<ContainerRecord, bool> isMeant, params string[] command)
        {
            string[] services = [.. Manifest.Project.Containers.Where(record => isMeant(record) && !present.ContainsKey(record.Id)).Select(record => record.Service).Distinct()];
            if (services.Length > 0) site.Compose().Must(Manifest.ComposeFiles, site.Project, [.. command, .. services]);
        }
    }

    private IEnumerable<string> NewNetworks() => site.Docker.Networks(site.Project).Except(Manifest.Project.Networks);

    private IEnumerable<string> NewVolumes() => site.Docker.Volumes(site.Project).Except(Manifest.Project.Volumes);

    private void RequireAsBefore(bool touchedContainers)
    {
        foreach (PathChange change in Manifest.Changes.Where(change => change.Part != ChangePart.Recovery))
        {
            if (!PathState.Read(site.Box.At(change.Path)).IsSameAs(change.Before)) throw new MigrationException($"{change.Path} is not as it was");
        }
        site.Units.RequireAsBefore();
        if (!touchedContainers) return;
        HashSet<string> running = [.. site.Docker.Containers(site.Project).Where(container => container.IsRunning).Select(container => container.Service)];
        if (Manifest.Project.Containers.FirstOrDefault(record => record.WasRunning && !running.Contains(record.Service)) is { } missing)
            throw new MigrationException($"no container of {missing.Service} runs, and one did before");
        if (NewNetworks().FirstOrDefault() is { } network) throw new MigrationException($"network {network} is left");
        if (!progress.WasCommitted && NewVolumes().FirstOrDefault() is { } volume) throw new MigrationException($"volume {volume} is left");
    }
}
