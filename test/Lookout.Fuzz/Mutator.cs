using System.Buffers.Binary;

namespace Lookout.Fuzz;

/// <summary>
/// Makes broken inputs out of valid ones: flips, overwrites, cuts, repeats, inserts and splices. What a target took is
/// kept and mutated on, so that a run gets deeper than one step from the corpus. The seed makes a run repeatable.
/// </summary>
internal sealed class Mutator
{
    private const int MaxLearnt = 512;
    private const int MaxLength = 64 * 1024;
    private const int MaxEdits = 8;

    private static readonly byte[] Interesting = [0x00, 0x01, 0x7F, 0x80, 0xFF, (byte)'\r', (byte)'\n', (byte)':', (byte)' ', (byte)'9', (byte)'-'];
    private static readonly ushort[] Numbers = [0, 1, 4, 0x7F, 0xFF, 0x100, 0x3FFF, 0x4000, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF];

    private readonly Random _random;
    private readonly IReadOnlyList<byte[]> _corpus;
    private readonly List<byte[]> _learnt = [];

    public Mutator(int seed, IReadOnlyList<byte[]> corpus)
    {
        _random = new Random(seed);
        _corpus = corpus;
    }

    public byte[] Next()
    {
        switch (_random.Next(40))
        {
            case 0: return Pick();
            case 1: return Noise();
            case 2: return Pick() is { Length: > 0 } whole ? whole[.._random.Next(whole.Length)] : [];
        }

        var bytes = new List<byte>(Pick());
        if (_random.Next(8) == 0) Splice(bytes, Pick());
        for (int edits = 1 + _random.Next(MaxEdits); edits > 0 && bytes.Count > 0; edits--) Edit(bytes);
        if (bytes.Count > MaxLength) bytes.RemoveRange(MaxLength, bytes.Count - MaxLength);
        return [.. bytes];
    }

    /// <summary>An input of this mutator was valid.</summary>
    public void Learn(byte[] input)
    {
        if (_learnt.Count < MaxLearnt) _learnt.Add(input);
        else _learnt[_random.Next(MaxLearnt)] = input;
    }

    private byte[] Pick()
    {
        // What was learnt drifts away from the corpus, which stays the better half.
        bool learnt = _learnt.Count > 0 && _random.Next(2) == 0;
        return learnt ? _learnt[_random.Next(_learnt.Count)] : _corpus[_random.Next(_corpus.Count)];
    }

    private byte[] Noise()
    {
        var bytes = new byte[_random.Next(200)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private void Splice(List<byte> bytes, byte[] other)
    {
        if (bytes.Count == 0 || other.Length == 0) return;
        int at = _random.Next(bytes.Count);
        bytes.RemoveRange(at, bytes.Count - at);
        bytes.AddRange(other.AsSpan(_random.Next(other.Length)));
    }

    private void Edit(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count);
        switch (_random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes[at] = Interesting[_random.Next(Interesting.Length)];
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + _random.Next(16)));
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + _random.Next(64))));
                break;
            case 5:
                bytes.Insert(at, Interesting[_random.Next(Interesting.Length)]);
                break;
            case 6 when at + 1 < bytes.Count:
                Span<byte> number = stackalloc byte[2];
                BinaryPrimitives.WriteUInt16BigEndian(number, Numbers[_random.Next(Numbers.Length)]);
                (bytes[at], bytes[at + 1]) = (number[0], number[1]);
                break;
            default:
                bytes[at] += (byte)(_random.Next(2) == 0 ? 1 : 255);
                break;
        }
    }
}
