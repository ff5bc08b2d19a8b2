using System.Buffers.Binary;

namespace Lookout.Bench.WebRtc;

/// <summary>A recorded stream of H.264 access units; bench/webrtc/recording.py writes it and says what it looks like.</summary>
internal sealed class AccessUnitFile
{
    private const int HeaderLength = 20;
    private const int RecordLength = 16;
    private static ReadOnlySpan<byte> Magic => "LOOKAU1\n"u8;

    private readonly byte[] _bytes;
    private readonly List<(bool Key, int Start, int Length)> _units = [];

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public AccessUnitFile(string path)
    {
        _bytes = File.ReadAllBytes(path);
        if (_bytes.Length < HeaderLength || !_bytes.AsSpan().StartsWith(Magic)) throw new InvalidDataException($"{path} holds no access units");
        Width = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(8));
        Height = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(12));
        Rate = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(16));
        for (int at = HeaderLength; at < _bytes.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at + 12));
            _units.Add((BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at + 8)) == 1, at + RecordLength, length));
            at += RecordLength + length;
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Frames a second.</summary>
    public int Rate { get; }

    public int Count => _units.Count;

    public bool IsKey(int index) => _units[index].Key;

    /// <summary>Annex B, to be written into: its last bytes are the stamp.</summary>
    public Span<byte> Bytes(int index) => _bytes.AsSpan(_units[index].Start, _units[index].Length);
}
