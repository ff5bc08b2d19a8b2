using System.Buffers;
using System.Security.Cryptography;

namespace Lookout.CameraService.Identity;

/// <summary>Ids of people, samples and receipts: 82 random bits, so that nobody guesses one (reliability.md T7).</summary>
internal static class RandomId
{
    public const int Length = 16;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Whether a text from outside can be an id at all.</summary>
    public static bool IsValid(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept(Allowed);
}
