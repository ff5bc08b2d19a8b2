namespace Lookout.Vision;

/// <summary>Whether a model's file is the one its manifest pins.</summary>
public enum ModelFileState
{
    /// <summary>It has the manifest's SHA-256.</summary>
    Pinned,

    /// <summary>It has another one.</summary>
    Different,

    /// <summary>There is no such file, or it cannot be read.</summary>
    Missing,
}

/// <summary>A manifest of a folder, and the state of its model's file.</summary>
/// <param name="Name">Of the manifest, without its ending: what a role names.</param>
/// <param name="Task">What the model is for; empty for a manifest that cannot be read.</param>
/// <param name="Layout">The family its outputs are of.</param>
/// <param name="Width">Of the input.</param>
/// <param name="Height">Of the input.</param>
/// <param name="Bytes">Size of the model's file.</param>
/// <param name="Licence">SPDX identifier.</param>
/// <param name="Source">Where the file comes from.</param>
/// <param name="File">State of the model's file.</param>
/// <param name="Problem">What is wrong with manifest or file and what to do; null when nothing is.</param>
public sealed record ModelEntry(
    string Name, string Task, string Layout, int Width, int Height, long Bytes, string Licence, string Source, ModelFileState File, string? Problem);
