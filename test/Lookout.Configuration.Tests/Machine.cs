namespace Lookout.Configuration.Tests;

/// <summary>A machine to read a configuration on: nothing plugged in, nothing set, unless a test says so.</summary>
internal static class Machine
{
    public static Surroundings With(
        IReadOnlyDictionary<string, string>? variables = null,
        IReadOnlyList<CaptureDevice>? devices = null,
        string[]? writable = null,
        string workingDirectory = "/work") => new()
        {
            Variables = variables ?? new Dictionary<string, string>(),
            ExecutableDirectory = "/opt/lookout",
            WorkingDirectory = workingDirectory,
            UserId = 1000,
            IsWritable = path => Array.IndexOf(writable ?? [], path) >= 0,
            Exists = path => Array.IndexOf(writable ?? [], path) >= 0,
            CaptureDevices = () => devices ?? [],
        };

    public static Dictionary<string, string> Variables(params ReadOnlySpan<(string Name, string Value)> variables)
    {
        var all = new Dictionary<string, string>();
        foreach ((string name, string value) in variables) all.Add(name, value);
        return all;
    }

    public static string Corpus(string kind) => Path.Combine(AppContext.BaseDirectory, "Corpus", kind);
}
