using Lookout.CameraService.Dtls;

namespace Lookout.CameraService.Tests.Dtls;

public sealed class DtlsRecordFilterTests
{
    private const string KeyExchange = "16fefd" + "0000" + "000000000001" + "0010" + "100000040001000000000004" + "01020304";
    private const string Verify = "16fefd" + "0000" + "000000000002" + "0010" + "0f0000040002000000000004" + "01020304";
    private const string VerifyFirstHalf = "16fefd" + "0000" + "000000000002" + "000e" + "0f0000040002000000000002" + "0102";
    private const string VerifySecondHalf = "16fefd" + "0000" + "000000000003" + "000e" + "0f0000040002000002000002" + "0304";
    private const string ChangeCipherSpec = "14fefd" + "0000" + "000000000004" + "0001" + "01";
    private const string Sealed = "16fefd" + "0001" + "000000000000" + "0018" + "000000000000000000000000000000000000000000000000";
    private const string OldHello = "16feff" + "0000" + "000000000000" + "0010" + "010000080000000004000004" + "01020304";
    private const string NoVersion = "16fefe" + "0000" + "000000000005" + "0010" + "100000040001000000000004" + "01020304";
    private const string TooShort = "17fefd" + "0001" + "000000000001" + "0017" + "0000000000000000000000000000000000000000000000";

    private readonly DtlsRecordFilter _filter = new();

    [Fact]
    public void Flight_in_order_passes_whole() =>
        Assert.Equal(KeyExchange + Verify + ChangeCipherSpec + Sealed, Filter(KeyExchange + Verify + ChangeCipherSpec + Sealed));

    [Fact]
    public void Change_cipher_spec_waits_for_certificate_verify()
    {
        Assert.Equal(KeyExchange + Sealed, Filter(KeyExchange + ChangeCipherSpec + Sealed));
        Assert.Equal(1, _filter.Dropped);
        Assert.Equal(Verify, Filter(Verify));
        Assert.Equal(ChangeCipherSpec, Filter(ChangeCipherSpec));
    }

    [Fact]
    public void Certificate_verify_counts_once_all_fragments_have_come()
    {
        Filter(VerifySecondHalf);
        Assert.Empty(Filter(ChangeCipherSpec));
        Filter(VerifyFirstHalf);
        Assert.Empty(Filter(ChangeCipherSpec));
        Filter(VerifySecondHalf);

        Assert.Equal(ChangeCipherSpec, Filter(ChangeCipherSpec));
    }

    [Fact]
    public void Encrypted_record_too_short_for_nonce_and_tag_is_taken_out()
    {
        Assert.Equal(Sealed + Sealed, Filter(Sealed + TooShort + Sealed));
        Assert.Equal(1, _filter.Dropped);
    }

    [Fact]
    public void Record_of_a_version_that_never_was_is_taken_out()
    {
        Assert.Equal(OldHello + Verify, Filter(OldHello + NoVersion + Verify));
        Assert.Equal(1, _filter.Dropped);
    }

    [Fact]
    public void Datagram_cut_short_anywhere_passes_its_whole_records_only()
    {
        for (int length = 0; length < (KeyExchange.Length + Verify.Length) / 2; length++)
        {
            string expected = length < KeyExchange.Length / 2 ? "" : KeyExchange;
            Assert.Equal(expected, new DtlsRecordFilterTests().Filter((KeyExchange + Verify)[..(2 * length)]));
        }
    }

    [Fact]
    public void Mutated_flights_pass_nothing_that_was_not_there()
    {
        byte[] flight = Convert.FromHexString(KeyExchange + VerifyFirstHalf + VerifySecondHalf + ChangeCipherSpec + Sealed);
        var random = new Random(51);
        var passed = new byte[flight.Length];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutated = [.. flight[..random.Next(1, flight.Length + 1)]];
            for (int edits = random.Next(1, 6); edits > 0; edits--) mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            Assert.InRange(new DtlsRecordFilter().Filter(mutated, passed), 0, mutated.Length);
        }
    }

    private string Filter(string datagram)
    {
        byte[] bytes = Convert.FromHexString(datagram);
        var passed = new byte[bytes.Length];
        return Convert.ToHexStringLower(passed.AsSpan(0, _filter.Filter(bytes, passed)));
    }
}
