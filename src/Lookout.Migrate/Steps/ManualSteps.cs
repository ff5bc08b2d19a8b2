using Lookout.Migrate.Discovery;
using Lookout.Migrate.Files;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Steps;

/// <summary>What a person has to type when neither way worked.</summary>
internal static class ManualSteps
{
    public static IEnumerable<string> Of(Box box, StateDirectory state, Manifest manifest)
    {
        yield return $"docker ps -a --filter label=com.docker.compose.service={manifest.Service}   # 'docker rm -f' the one of image {manifest.Image}";
        foreach (PathChange change in manifest.Changes.Reverse().Where(change => !PathState.Read(box.At(change.Path)).IsSameAs(change.Before)))
        {
            yield return change.Before.Kind switch
            {
                PathKind.File => $"install -m {Convert.ToString(change.Before.Mode, 8)} -o {change.Before.User} -g {change.Before.Group} {state.Contents.PathOf(change.Before.Sha256!)} {change.Path}",
                PathKind.Link => $"ln -sfn {change.Before.Target} {change.Path}",
                PathKind.Directory => $"mkdir -p {change.Path}",
                _ => change.After.Kind == PathKind.Directory ? $"rmdir {change.Path}" : $"rm {change.Path}",
            };
        }
        yield return "systemctl daemon-reload";
        foreach (UnitRecord unit in manifest.Units.Where(unit => unit.WasAlive))
            yield return unit.Manager.User is { } user ? $"systemctl --user --machine={user}@ start {unit.Name}" : $"systemctl start {unit.Name}";
        yield return $"docker compose -f {manifest.ComposeFiles[0]} up -d";
        yield return "lookout migrate rollback   # checks all of it and closes the journal";
    }
}
