namespace Lookout.Migrate.Steps;

internal sealed record ContainerRecord(string Id, string Service, bool WasRunning);
