using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Steps;

/// <summary>The Compose project before the migration.</summary>
/// <param name="Name">What Compose calls it.</param>
/// <param name="IsFirstGeneration">Its containers were made by Compose v1, which must make them again.</param>
/// <param name="Containers">Running or not.</param>
/// <param name="Networks">By name.</param>
/// <param name="Volumes">By name.</param>
internal sealed record ProjectRecord(string Name, bool IsFirstGeneration, IReadOnlyList<ContainerRecord> Containers, IReadOnlyList<string> Networks, IReadOnlyList<string> Volumes)
{
    public static ProjectRecord Take(Docker docker, string project) => new(
        project,
        docker.Projects().Exists(known => known.Name == project && known.IsFirstGeneration),
        [.. docker.Containers(project).Select(container => new ContainerRecord(container.Id, container.Service, container.IsRunning))],
        docker.Networks(project),
        docker.Volumes(project));
}
