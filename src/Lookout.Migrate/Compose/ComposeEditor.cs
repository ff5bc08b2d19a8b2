namespace Lookout.Migrate.Compose;

/// <summary>Turns the service that used the daemon's socket into Lookout, changing no byte it need not change.</summary>
public static class ComposeEditor
{
    /// <summary>Edits the text; false with the reason when something in it is not understood, and then nothing was changed.</summary>
    public static bool TryEdit(string file, ReadOnlySpan<byte> text, ComposeEdit edit, out EditedCompose? result, out ComposeProblem? problem)
    {
        result = null;
        problem = new ComposeProblem(file, 1, 1, "a compose file", "wait for the editor, which lands next");
        return false;
    }
}
