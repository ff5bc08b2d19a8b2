using Lookout.Migrate.Files;
using Lookout.Migrate.Machine;
using Lookout.Migrate.Plan;
using Lookout.Migrate.Verify;
using Lookout.Native.Posix;

namespace Lookout.Migrate.Steps;

/// <summary>What each step of 'apply' does after the backup. Every one may be done again after it was cut off.</summary>
internal static class StepTable
{
    public static readonly IReadOnlyList<(StepName Name, Action<Site> Act)> InOrder =
    [
        (StepName.Recovery, InstallRecovery),
        (StepName.Config, site => site.Apply(ChangePart.Config)),
        (StepName.Validate, Validate),
        (StepName.StopClient, StopClient),
        (StepName.StopUnits, StopUnits),
        (StepName.Mask, Mask),
        (StepName.Compose, site => site.Apply(ChangePart.Compose)),
        (StepName.Up, Up),
        (StepName.Verify, Verify),
    ];

    private static void InstallRecovery(Site site)
    {
        site.Apply(ChangePart.Recovery);
        var systemd = new Systemd(site.Box);
        systemd.Reload(SystemdInstance.System);
        if (!systemd.Show(SystemdInstance.System, RecoveryUnit.Name).IsKnown) throw new MigrationException($"systemd does not see {RecoveryUnit.Name} after 'daemon-reload'");
    }

    private static void Validate(Site site)
    {
        PathChange change = site.Manifest.Changes.Single(change => change.Part == ChangePart.Compose);
        byte[] text = site.Content(change.After);
        foreach (ComposeProgram program in ComposeProgram.Find(site.Box))
        {
            if (program.Check(change.Path, site.Project, text) is { } complaint) throw new MigrationException($"Compose {program.Version} refuses the edited file: {complaint}");
        }
    }

    // First of all: Docker would make a directory in the socket's place if it started the client while the socket is gone.
    private static void StopClient(Site site)
    {
        foreach (Container container in site.ServiceContainers().Where(container => container.IsRunning)) site.Docker.Must("stop", container.Id);
        if (site.ServiceContainers().Find(container => container.IsRunning) is { } left) throw new MigrationException($"container {left.Id[..12]} still runs after 'docker stop'");
    }

    private static void StopUnits(Site site)
    {
        site.Units.Stop();
        site.WaitUntilFree([]);
        // A daemon that was killed leaves the file, and clients on the host would knock at it for ever.
        string socket = site.Box.At(site.Manifest.Socket);
        if (site.Manifest.SocketWasServed && FileStatus.TryRead(socket, out FileStatus status) && status.IsSocket) File.Delete(socket);
    }

    private static void Mask(Site site)
    {
        site.Apply(ChangePart.Units);
        site.Units.Reload();
        site.Units.RequireMasked();
    }

    private static void Up(Site site)
    {
        // Never two owners: the old ones cannot come back, and only a container of an interrupted 'up' may have the camera.
        site.Units.RequireMasked();
        site.WaitUntilFree(site.ServiceContainers());
        site.Compose().Must(site.Manifest.ComposeFiles, site.Project, "up", "-d");
        if (!site.ServiceContainers().Exists(container => container.State == "running"))
            throw new MigrationException($"no container of {site.Manifest.Service} runs after 'up'");
    }

    private static void Verify(Site site)
    {
        Verdict verdict = new Verifier(site).Run(VerifyDepth.BeforeCommit);
        if (!verdict.Ok) throw new MigrationException(string.Join("; ", verdict.Criteria.Where(criterion => !criterion.Ok).Select(criterion => $"({criterion.Id}) {criterion.Name}: {criterion.Detail}")));
    }
}
