namespace Lookout.Configuration.Problems;

/// <summary>Where a value was written: a place in the file, or the environment variable that replaced it.</summary>
/// <param name="File">The file as the user named it; null for a variable or a built-in default.</param>
/// <param name="Line">1-based line; 0 when the whole file is meant.</param>
/// <param name="Column">1-based column; 0 when the whole file is meant.</param>
/// <param name="Variable">The environment variable; null for a file.</param>
public readonly record struct Origin(string? File, int Line, int Column, string? Variable)
{
    public static Origin OfFile(string file, int line = 0, int column = 0) => new(file, line, column, null);

    public static Origin OfVariable(string name) => new(null, 0, 0, name);

    /// <summary>The form editors jump to: file:line:column.</summary>
    public override string ToString() => this switch
    {
        { Variable: { } variable } => variable,
        { File: { } file, Line: > 0 } => $"{file}:{Line}:{Column}",
        { File: { } file } => file,
        _ => "(default)",
    };
}
