namespace Lookout.Configuration;

/// <summary>Where Lookout's own files are. Chosen here, created by whoever needs them.</summary>
/// <param name="Run">Run-time files: LOOKOUT_RUN_DIR, else /run/lookout, else $XDG_RUNTIME_DIR/lookout, else /tmp/lookout-UID.</param>
/// <param name="Data">State: LOOKOUT_DATA_DIR, else /data, else $XDG_STATE_HOME/lookout, else ~/.local/state/lookout.</param>
/// <param name="Demo">Demo clips: LOOKOUT_DEMO_DIR, else demo beside the executable.</param>
/// <param name="Models">Default of models.dir: models beside the executable.</param>
/// <param name="Web">The web page's files: wwwroot beside the executable.</param>
public sealed record Directories(string Run, string Data, string Demo, string Models, string Web)
{
    public static Directories Choose(Surroundings surroundings)
    {
        string Beside(string name) => Path.Combine(surroundings.ExecutableDirectory, name);
        return new Directories(
            Variable(surroundings, "LOOKOUT_RUN_DIR") ?? ChooseRun(surroundings),
            Variable(surroundings, "LOOKOUT_DATA_DIR") ?? ChooseData(surroundings),
            Variable(surroundings, "LOOKOUT_DEMO_DIR") ?? Beside("demo"),
            Beside("models"),
            Beside("wwwroot"));
    }

    private static string ChooseRun(Surroundings surroundings)
    {
        const string System = "/run/lookout";
        if (surroundings.IsWritable(System) || (!surroundings.Exists(System) && surroundings.IsWritable("/run"))) return System;
        return Variable(surroundings, "XDG_RUNTIME_DIR") is { } runtime && surroundings.IsWritable(runtime)
            ? Path.Combine(runtime, "lookout")
            : $"/tmp/lookout-{surroundings.UserId}";
    }

    private static string ChooseData(Surroundings surroundings)
    {
        const string Volume = "/data";
        if (surroundings.IsWritable(Volume)) return Volume;
        if (Variable(surroundings, "XDG_STATE_HOME") is { } state) return Path.Combine(state, "lookout");
        return Path.Combine(Variable(surroundings, "HOME") ?? "/tmp", ".local/state/lookout");
    }

    // A relative path would mean another place in each process.
    private static string? Variable(Surroundings surroundings, string name) =>
        surroundings.Variables.TryGetValue(name, out string? value) && value.Length > 0
            ? Path.GetFullPath(value, surroundings.WorkingDirectory)
            : null;
}
