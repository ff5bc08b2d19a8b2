namespace Lookout.E2E.Tests;

/// <summary>Bytes without meaning, the same in every run.</summary>
public static class Noise
{
    private const int Seed = 20261123;

    /// <summary>This many of them.</summary>
    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(Seed).NextBytes(bytes);
        return bytes;
    }
}
