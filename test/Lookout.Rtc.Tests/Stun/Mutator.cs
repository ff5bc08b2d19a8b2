namespace Lookout.Rtc.Tests.Stun;

/// <summary>
/// Makes broken inputs out of good ones: flips, overwrites, cuts, repeats and inserts bytes. The seed makes a run
/// repeatable.
/// </summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[] Interesting = [0x00, 0x01, 0x7F, 0x80, 0xFF, (byte)'\r', (byte)'\n', (byte)':', (byte)' '];
    private readonly Random _random = new(seed);

    public byte[] Mutate(byte[] input)
    {
        var bytes = new List<byte>(input);
        int edits = 1 + _random.Next(8);
        for (int i = 0; i < edits && bytes.Count > 0; i++)
        {
            int at = _random.Next(bytes.Count);
            switch (_random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
                case 1: bytes[at] = (byte)_random.Next(256); break;
                case 2: bytes[at] = Interesting[_random.Next(Interesting.Length)]; break;
                case 3: bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + _random.Next(16))); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + _random.Next(32)))); break;
                default: bytes.Insert(at, Interesting[_random.Next(Interesting.Length)]); break;
            }
        }

        return [.. bytes];
    }
}
