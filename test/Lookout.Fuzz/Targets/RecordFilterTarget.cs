using Lookout.CameraService.Dtls;

namespace Lookout.Fuzz.Targets;

/// <summary>The filter in front of the DTLS library.</summary>
internal sealed class RecordFilterTarget(IReadOnlyList<byte[]> corpus) : FuzzTarget("dtls record filter")
{
    private DtlsRecordFilter _filter = new();
    private int _count;

    public override IReadOnlyList<byte[]> Corpus => corpus;

    public override bool Take(byte[] input)
    {
        if (++_count % 50 == 0) _filter = new DtlsRecordFilter();
        var passed = new byte[input.Length];
        int length = _filter.Filter(input, passed);
        Require(length >= 0 && length <= input.Length, "more comes out than went in");
        return length > 0;
    }
}
