using System.Text.RegularExpressions;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Tests.Boxes;

/// <summary>
/// The real executable under strace(1). Only its main thread is traced, which does everything the migration does; the
/// commands it starts are none of the trace's business.
/// </summary>
internal static partial class Strace
{
    private const string Changing = "openat,write,pwrite64,ftruncate,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,symlink,symlinkat,chmod,fchmod,fchmodat,lchown,fchownat,fchown,setxattr,lsetxattr,fsync,vfork,clone,clone3";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A system call of a run: its name, which of that name it is, and the whole line.</summary>
    public sealed record Call(string Name, int Number, string Line)
    {
        /// <summary>It changes a file, or starts a command. Opening for reading does not, nor does talking to a pipe or the terminal.</summary>
        public bool ChangesSomething => Name switch
        {
            "openat" => Line.Contains("O_CREAT", StringComparison.Ordinal) || Line.Contains("O_WRONLY", StringComparison.Ordinal) || Line.Contains("O_RDWR", StringComparison.Ordinal),
            "write" => false,
            _ => true,
        };
    }

    /// <summary>Runs 'lookout migrate' on a machine and returns its calls in order.</summary>
    public static List<Call> Trace(FakeBox box, params string[] arguments)
    {
        string trace = box.At("/shim/trace");
        Run(["-o", trace, "-e", $"trace={Changing}", .. Command(box, arguments)]);
        var counts = new Dictionary<string, int>();
        var calls = new List<Call>();
        foreach (string line in File.ReadLines(trace))
        {
            if (Name().Match(line) is not { Success: true } match) continue;
            string name = match.Groups[1].Value;
            counts[name] = counts.GetValueOrDefault(name) + 1;
            calls.Add(new Call(name, counts[name], line));
        }
        File.Delete(trace);
        return calls;
    }

    /// <summary>Runs it with something done to one call: "signal=SIGKILL", "error=ENOSPC".</summary>
    public static CommandResult Inject(FakeBox box, Call call, string what, params string[] arguments) =>
        Run(["-o", "/dev/null", "-e", $"trace={call.Name}", "-e", $"inject={call.Name}:{what}:when={call.Number}", .. Command(box, arguments)]);

    private static CommandResult Run(string[] arguments) => (new Tool("/usr/bin/strace") { Variables = Product.Quiet }).Run(Patience, arguments);

    private static string[] Command(FakeBox box, string[] arguments) => [Product.Path, "migrate", .. arguments, "--root", box.Root];

    [GeneratedRegex(@"^([a-z0-9_]+)\(")]
    private static partial Regex Name();
}
