using System.Security.Cryptography;
using System.Text;
using Lookout.Native.Posix;

namespace Lookout.CameraService.Identity.Keys;

/// <summary>The file with the master key: 32 bytes in Base64 and a line's end, for its owner only.</summary>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const int Longest = 64;
    private const string Recipe = "openssl rand -base64 32";

    /// <summary>Reads the key.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="problem">Why there is none, with the remedy; empty otherwise.</param>
    public static MasterKey? Read(string path, out string problem)
    {
        problem = "";
        var text = new byte[Longest + 1];
        int length;
        try
        {
            using FileStream file = File.OpenRead(path);
            // Of the file that was opened, not of whatever has its name by now.
            if ((File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
            {
                problem = $"The key file {path} can be read or changed by others than its owner. Run: chmod 600 {path}";
                return null;
            }

            length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = $"There is no key file {path}. Put it back, or make one: {Recipe} > {path}; chmod 600 {path}";
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"The key file {path} cannot be read: {e.Message}";
            return null;
        }

        try
        {
            if (Decode(text.AsSpan(0, length)) is { } key) return new MasterKey(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }

        problem = $"The key file {path} does not hold 32 bytes in Base64, as '{Recipe}' writes them. Put the right file there.";
        return null;
    }

    /// <summary>Makes a key nobody has had before. It is on the disk when this returns: what is sealed with it must not outlive it.</summary>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Make(string path)
    {
        if (File.Exists(path)) throw new IOException($"{path} is there already");
        string fresh = path + ".new";
        File.Delete(fresh);
        using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Sealing.KeyLength)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        DurableName.Rename(fresh, path);
    }

    private static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> line = text.TrimEnd("\r\n"u8);
        var key = new byte[Sealing.KeyLength];
        Span<char> characters = stackalloc char[Longest + 1];
        int length = Encoding.Latin1.GetChars(line, characters);
        return Convert.TryFromBase64Chars(characters[..length], key, out int written) && written == key.Length ? key : null;
    }
}
