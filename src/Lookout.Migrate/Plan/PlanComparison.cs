namespace Lookout.Migrate.Plan;

/// <summary>Whether a plan still holds.</summary>
internal static class PlanComparison
{
    /// <summary>The first thing that is not as it was when the plan was made; null when all is.</summary>
    public static string? FirstDifference(MigrationPlan plan, MigrationPlan now)
    {
        Dictionary<string, string> present = now.Inputs.ToDictionary(input => input.Path, input => input.State);
        foreach (PlanInput input in plan.Inputs)
        {
            if (!present.TryGetValue(input.Path, out string? state)) return $"{input.Path} no longer matters";
            if (state != input.State) return $"{input.Path} has changed ({input.State} then, {state} now)";
        }
        if (now.Inputs.Count != plan.Inputs.Count) return $"{now.Inputs.First(input => !plan.Inputs.Contains(input)).Path} is new";
        if (now.ImageId != plan.ImageId) return $"the image {plan.Request.Image} is another one";
        if (now.Project != plan.Project || now.Service != plan.Service) return $"the service is {now.Project}/{now.Service}, not {plan.Project}/{plan.Service}";
        if (!now.Cameras.SequenceEqual(plan.Cameras)) return $"the cameras are {string.Join(", ", now.Cameras.Select(camera => camera.Device))}";
        if (!now.Groups.SequenceEqual(plan.Groups)) return $"the cameras' groups are {string.Join(", ", now.Groups)}";
        if (!now.Changes.SequenceEqual(plan.Changes)) return "this lookout would change other things than the one that made the plan";
        return Names(now).SequenceEqual(Names(plan)) ? null : $"the units are {string.Join(", ", Names(now))}";
    }

    private static IEnumerable<string> Names(MigrationPlan plan) => plan.Units.Select(unit => $"{unit.Name} ({unit.Manager})");
}
