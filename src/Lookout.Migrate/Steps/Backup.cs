using Lookout.Migrate.Discovery;
using Lookout.Migrate.Files;
using Lookout.Migrate.Machine;
using Lookout.Migrate.Plan;

namespace Lookout.Migrate.Steps;

/// <summary>Keeps what is about to change, reads it back, and writes the manifest.</summary>
internal static class Backup
{
    /// <returns>The manifest's hash.</returns>
    public static string Take(Box box, StateDirectory state, Draft draft)
    {
        MigrationPlan plan = draft.Plan!;
        PathChange[] changes = [.. draft.Changes.Select(change => Keep(box, state.Contents, change))];
        var manifest = new Manifest
        {
            Socket = plan.Request.Socket,
            SocketWasServed = new ProcessTable(box).IsListening(plan.Request.Socket),
            Image = plan.Request.Image,
            Service = plan.Service,
            ComposeFiles = plan.ComposeFiles,
            Cameras = [.. plan.Cameras.Select(camera => camera.Name)],
            Units = plan.Units,
            Project = ProjectRecord.Take(new Docker(box), plan.Project),
            Changes = changes,
        };
        string hash = state.Keep(manifest);
        Verify(box, state, state.Manifest(hash));
        return hash;
    }

    private static PathChange Keep(Box box, ContentStore contents, PlannedChange change)
    {
        PathState before = PathState.Read(box.At(change.Path), out byte[]? content);
        if (before.Kind == PathKind.Other) throw new MigrationException($"{change.Path} is neither a file nor a link; the migration does not touch such");
        if (content is not null) contents.Put(content);
        if (change.Content is not null) contents.Put(change.Content);
        // Permissions that the administrator gave the old file carry over, access lists included.
        PathState after = change.Part == ChangePart.Compose ? change.After with { Attributes = before.Attributes } : change.After;
        return new PathChange(change.Path, change.Part, before, after);
    }

    private static void Verify(Box box, StateDirectory state, Manifest manifest)
    {
        foreach (PathChange change in manifest.Changes)
        {
            if (change.Before.Sha256 is { } was) state.Contents.Get(was);
            if (change.After.Sha256 is { } becomes) state.Contents.Get(becomes);
            if (!PathState.Read(box.At(change.Path)).IsSameAs(change.Before)) throw new MigrationException($"{change.Path} changed while it was backed up");
        }
    }
}
