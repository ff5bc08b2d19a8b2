namespace Lookout.Migrate.Plan;

/// <summary>A plan as a person reads it.</summary>
internal static class PlanText
{
    public static IEnumerable<string> Lines(MigrationPlan plan)
    {
        yield return $"service   {plan.Service} of {plan.ComposeFile} (project {plan.Project})";
        yield return $"image     {plan.Request.Image} ({plan.ImageId})";
        foreach (PlannedCamera camera in plan.Cameras)
            yield return $"camera    {camera.Name}: {camera.Device}{camera.Mode}{(camera.Rotate == 0 ? "" : $", turned {camera.Rotate} degrees clockwise")}";
        yield return $"groups    {(plan.Groups.Count == 0 ? "none" : string.Join(", ", plan.Groups))}";
        foreach (Discovery.UnitRecord unit in plan.Units) yield return $"unit      {unit}";
        foreach (string note in plan.Notes) yield return $"note      {note}";
        yield return "";
        yield return "In this order: back up, write, stop the old client's container, stop the units, mask them, replace the compose file, up, verify.";
        foreach (PlanInput change in plan.Changes) yield return $"  {change.Path}: {Becomes(change.State)}";
        yield return "";
        foreach (string line in plan.Diff.TrimEnd('\n').Split('\n')) yield return line;
    }

    private static string Becomes(string state) => state.Split(' ')[0] switch
    {
        "absent" => "removed",
        "link" => $"a link to {state.Split(' ')[1]}",
        "directory" => "made",
        _ => "written",
    };
}
