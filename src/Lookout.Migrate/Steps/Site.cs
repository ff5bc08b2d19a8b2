using Lookout.Migrate.Discovery;
using Lookout.Migrate.Files;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Steps;

/// <summary>The box, and what the manifest says about this migration of it: what every step works on.</summary>
internal sealed class Site(Box box, Manifest manifest, ContentStore contents)
{
    public Box Box => box;

    public Manifest Manifest => manifest;

    public Docker Docker { get; } = new(box);

    public OldUnits Units { get; } = new(box, manifest);

    public ProcessTable Processes { get; } = new(box);

    public string Project => manifest.Project.Name;

    /// <summary>The Compose that made the project's containers, else the newest there is.</summary>
    public ComposeProgram Compose()
    {
        List<ComposeProgram> programs = ComposeProgram.Find(box);
        return programs.Find(program => program.IsFirstGeneration == manifest.Project.IsFirstGeneration)
            ?? programs.FirstOrDefault()
            ?? throw new MigrationException("there is neither 'docker compose' nor 'docker-compose' any more");
    }

    /// <summary>Containers of the service that becomes Lookout.</summary>
    public List<Container> ServiceContainers() => [.. Docker.Containers(Project).Where(container => container.Service == manifest.Service)];

    /// <summary>The content of a file as it was or becomes.</summary>
    public byte[] Content(PathState file) => contents.Get(file.Sha256!);

    /// <summary>Makes the part's paths what they become.</summary>
    public void Apply(ChangePart part)
    {
        foreach (PathChange change in manifest.Changes.Where(change => change.Part == part)) PathWriter.Become(box.At(change.Path), change.After, contents.Get);
    }

    /// <summary>Makes the part's paths what they were, the last first.</summary>
    public void Undo(ChangePart part)
    {
        foreach (PathChange change in manifest.Changes.Reverse().Where(change => change.Part == part)) PathWriter.Become(box.At(change.Path), change.Before, contents.Get);
    }

    /// <summary>Processes that have a camera or the socket, but for those of the service's containers where they may.</summary>
    public List<Holder> Holders(IReadOnlyList<Container> allowed) =>
        [.. Processes.Holders(manifest.Socket).Where(holder => holder.Owner.Container is not { } container || !allowed.Any(known => known.Id == container))];

    /// <summary>Waits until nobody has a camera or the socket: the gate between two owners.</summary>
    public void WaitUntilFree(IReadOnlyList<Container> allowed)
    {
        List<Holder> holders = [];
        if (!box.WaitUntil(box.Patience.Settle, () => (holders = Holders(allowed)).Count == 0)) throw new MigrationException($"{holders[0]} and does not let go");
    }
}
