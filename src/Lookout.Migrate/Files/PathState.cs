using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Lookout.Native.Posix;

namespace Lookout.Migrate.Files;

/// <summary>What is at a path: enough to put it back, byte for byte, together with the content that <see cref="Sha256"/> names.</summary>
internal sealed record PathState
{
    public static readonly PathState Absent = new() { Kind = PathKind.Absent };

    public required PathKind Kind { get; init; }

    /// <summary>Permission bits of a file or directory.</summary>
    public int Mode { get; init; }

    public uint User { get; init; }

    public uint Group { get; init; }

    /// <summary>Of a file's content.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Of a link.</summary>
    public string? Target { get; init; }

    /// <summary>Extended attributes, base64; null when there is none.</summary>
    public SortedDictionary<string, string>? Attributes { get; init; }

    /// <summary>All of it in one line, so that two states are the same when their prints are.</summary>
    [JsonIgnore]
    public string Print => Kind switch
    {
        PathKind.Absent => "absent",
        PathKind.File => $"file {Sha256} {Owner}{AttributePrint}",
        PathKind.Link => $"link {Target} {User}:{Group}",
        PathKind.Directory => $"directory {Owner}",
        _ => "other",
    };

    private string Owner => $"{Convert.ToString(Mode, 8)} {User}:{Group}";

    private string AttributePrint => Attributes is null ? "" : string.Concat(Attributes.Select(pair => $" {pair.Key}={pair.Value}"));

    public bool IsSameAs(PathState other) => Print == other.Print;

    /// <summary>A regular file of ours with this content.</summary>
    public static PathState File(byte[] content, int mode, uint user, uint group) =>
        new() { Kind = PathKind.File, Sha256 = Hash(content), Mode = mode, User = user, Group = group };

    public static PathState Link(string target) => new() { Kind = PathKind.Link, Target = target, User = CurrentProcess.UserId };

    public static PathState Directory(int mode) => new() { Kind = PathKind.Directory, Mode = mode, User = CurrentProcess.UserId };

    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Looks at a path; gives a file's content too, so that what was hashed is what is kept.</summary>
    public static PathState Read(string path, out byte[]? content)
    {
        content = null;
        if (!FileStatus.TryRead(path, out FileStatus status)) return Absent;
        if (status.IsDirectory) return new PathState { Kind = PathKind.Directory, Mode = status.Permissions, User = status.UserId, Group = status.GroupId };
        if (status.IsSymbolicLink) return new PathState { Kind = PathKind.Link, Target = new FileInfo(path).LinkTarget, User = status.UserId, Group = status.GroupId };
        if (!status.IsRegularFile) return new PathState { Kind = PathKind.Other };
        content = System.IO.File.ReadAllBytes(path);
        return File(content, status.Permissions, status.UserId, status.GroupId) with { Attributes = ReadAttributes(path) };
    }

    public static PathState Read(string path) => Read(path, out _);

    private static SortedDictionary<string, string>? ReadAttributes(string path)
    {
        SortedDictionary<string, byte[]> found = ExtendedAttributes.Read(path);
        if (found.Count == 0) return null;
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, byte[] value) in found) attributes[name] = Convert.ToBase64String(value);
        return attributes;
    }
}
