using System.Text.RegularExpressions;
using Lookout.Migrate.Compose.Text;
using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>Turns the service that used the daemon's socket into Lookout, changing no byte it need not change.</summary>
public static partial class ComposeEditor
{
    /// <summary>Edits the text; false with the reason when something in it is not understood. Editing the result again changes nothing.</summary>
    /// <param name="file">The file's name, for messages; an absolute one also gives relative sources their place.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="edit">What is wanted.</param>
    /// <param name="result">The edited file; null when refused.</param>
    /// <param name="problem">Why it is refused.</param>
    /// <exception cref="ArgumentException">The edit itself makes no sense, whatever the file.</exception>
    public static bool TryEdit(string file, ReadOnlySpan<byte> text, ComposeEdit edit, out EditedCompose? result, out ComposeProblem? problem)
    {
        Check(edit);
        result = null;
        if (!ComposeFile.TryRead(file, text, out ComposeFile? compose, out problem)) return false;
        result = Edit(compose!, edit);
        problem = compose!.Document.Problem;
        return result is not null;
    }

    private static EditedCompose? Edit(ComposeFile compose, ComposeEdit edit)
    {
        if (!ServiceGuard.TryOpen(compose, edit.Service, out ComposeService? service, out YamlMap? body)) return null;
        var scope = new EditScope(compose, edit, service!, body!);
        if (!new SocketSearch(compose, scope.Socket).TryFind(out IReadOnlyList<FoundMount> mounts)) return null;
        if (!new LegacyClients(scope).TryMove(mounts, out bool withLegacy)) return null;
        if (!new EnvironmentStep(scope).TryApply() || !new PortsStep(scope).TryApply() || !new VolumesStep(scope, mounts, withLegacy).TryApply()) return null;
        if (!new KeysStep(scope).TryApply()) return null;
        if (!TopVolumesStep.TryApply(scope, withLegacy ? [VolumesStep.Data, LegacyClients.Volume] : [VolumesStep.Data])) return null;
        NoteOtherFiles(scope);
        if (scope.Draft.Finish(service!.Entry.Key) is not { } edited) return null;

        byte[] bytes = compose.Document.Source.Encode(edited);
        string diff = UnifiedDiff.Between(compose.Document.File, compose.Document.Source.Original, compose.Document.Source.AsWritten(edited));
        return new EditedCompose(bytes, diff, withLegacy, scope.Notes)
        {
            LegacySocket = withLegacy ? $"{LegacyClients.Directory}/{UnixPath.Name(scope.Socket)}" : null,
        };
    }

    private static void NoteOtherFiles(EditScope scope)
    {
        foreach (ComposeService other in scope.Others)
        {
            if (other.Find("extends")?.Value is YamlMap extends && extends.Find("file") is not null)
                scope.Notes.Add($"service '{other.Name}' extends one of another file, which was not looked at");
        }
    }

    private static void Check(ComposeEdit edit)
    {
        if (edit.Service.Length == 0) throw new ArgumentException("no service named", nameof(edit));
        if (edit.Image.Length == 0 || edit.Image.Any(char.IsControl)) throw new ArgumentException($"no image: '{edit.Image}'", nameof(edit));
        if (UnixPath.Normalize(edit.SocketPath) is null or "/") throw new ArgumentException($"no absolute path: '{edit.SocketPath}'", nameof(edit));
        if (!ConfigDirectory().IsMatch(edit.ConfigDirectory)) throw new ArgumentException($"no path that starts with '/' or './': '{edit.ConfigDirectory}'", nameof(edit));
        if (edit.Groups.Any(group => group < 0)) throw new ArgumentException("a group below 0", nameof(edit));
        if (edit.NvidiaRuntime is { } runtime && !Name().IsMatch(runtime)) throw new ArgumentException($"no runtime: '{runtime}'", nameof(edit));
        if (edit.Environment.FirstOrDefault(pair => !Name().IsMatch(pair.Key) || pair.Value.Any(char.IsControl)) is { Key: { } bad }) throw new ArgumentException($"no variable that fits one line: '{bad}'", nameof(edit));
    }

    // A colon would end the source in a volume's short syntax.
    [GeneratedRegex(@"^\.{0,2}/[^:\p{C}]+\z")]
    private static partial Regex ConfigDirectory();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*\z")]
    private static partial Regex Name();
}
