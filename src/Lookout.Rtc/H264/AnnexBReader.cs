namespace Lookout.Rtc.H264;

/// <summary>
/// Enumerates the NAL units of a byte stream with start codes (ITU-T H.264 annex B), without start codes and without
/// the zeros that may trail a unit. Borrows the stream; allocates nothing. Bytes before the first start code and empty
/// units are skipped.
/// </summary>
/// <example><code>foreach (ReadOnlySpan&lt;byte&gt; nal in new AnnexBReader(accessUnit))</code></example>
public ref struct AnnexBReader
{
    private ReadOnlySpan<byte> _rest;

    public AnnexBReader(ReadOnlySpan<byte> stream)
    {
        int start = stream.IndexOf(StartCode);
        _rest = start < 0 ? default : stream[(start + StartCode.Length)..];
    }

    private static ReadOnlySpan<byte> StartCode => [0, 0, 1];

    /// <summary>One NAL unit, at least its header byte.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly AnnexBReader GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            int next = _rest.IndexOf(StartCode);
            ReadOnlySpan<byte> unit = next < 0 ? _rest : _rest[..next];
            _rest = next < 0 ? default : _rest[(next + StartCode.Length)..];

            // trailing_zero_8bits, or the zero byte of a four-byte start code: a unit itself never ends in zero.
            Current = unit.TrimEnd((byte)0);
            if (!Current.IsEmpty) return true;
        }

        return false;
    }
}
