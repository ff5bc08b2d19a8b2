using System.Runtime.InteropServices;
using System.Text;
using Lookout.CameraService.Identity;
using Lookout.CameraService.Identity.Keys;
using Lookout.CameraService.Identity.Storage;
using Microsoft.Data.Sqlite;

namespace Lookout.CameraService.Tests.Identity.Storage;

/// <summary>Defect 14 of the system before: biometric data lay unencrypted on the disk. And reliability.md T26, T27.</summary>
public sealed class ErasureTests
{
    private const string Name = "Kunigunde Unverwechselbar";

    [Fact]
    public async Task Defect_14_neither_template_nor_picture_nor_name_is_on_the_disk_in_clear()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson person = await open.EnrolAsync(Name);
        await open.AddAsync(person.Id, OpenStore.Embedding(1), OpenStore.Picture(2));
        byte[] disk = Disk(open);
        Assert.True(Contains(disk, Encoding.UTF8.GetBytes(person.Id)), "the search finds what is there in clear");
        Assert.True(new FileInfo(open.Database + "-wal").Length > 0, "the journal was searched too");
        AssertNothingOf(disk, OpenStore.Embedding(1), OpenStore.Picture(2));
    }

    [Fact]
    public async Task Erased_is_erased_in_database_and_journal_and_the_receipt_says_what()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson person = await open.EnrolAsync(Name);
        KnownPerson other = await open.EnrolAsync("Somebody else");
        for (int i = 0; i < 5; i++) await open.AddAsync(person.Id, OpenStore.Embedding(i), OpenStore.Picture(i));
        await open.AddAsync(other.Id, OpenStore.Embedding(9), OpenStore.Picture(9));
        OpenStore.Good(await open.Store.AddNegativeAsync(person.Id, OpenStore.Model, OpenStore.Embedding(7)));
        OpenStore.Good(await open.Store.ChangeAsync(person.Id, null, open.Consent()));
        List<byte[]> sealedBoxes = Boxes(open, person.Id);
        Assert.All(sealedBoxes, box => Assert.True(Contains(Disk(open), box), "the search finds what is there sealed"));

        open.Time.Advance(TimeSpan.FromMinutes(1));
        ErasureReceipt receipt = OpenStore.Good(await open.Store.EraseAsync(person.Id));
        Assert.Equal((person.Id, 5, 9, 5, 1), (receipt.Person, receipt.Samples, receipt.Rows, receipt.Pictures, receipt.Keys)); // 5 samples, 1 negative, 2 consents, the person
        Assert.Equal(OpenStore.Start.AddMinutes(1), receipt.At);
        byte[] disk = Disk(open);
        Assert.Equal(0, new FileInfo(open.Database + "-wal").Length);
        AssertNothingOf(disk, OpenStore.Embedding(1), OpenStore.Picture(2));
        // Not even sealed: the wrapped key, the name, consents, templates and pictures are overwritten.
        Assert.All(sealedBoxes, box => Assert.False(Contains(disk, box)));

        await open.OpenAsync();
        KnownPerson left = Assert.Single(open.Store.Roster.People);
        Assert.Equal(OpenStore.Embedding(9), Assert.Single(left.Samples).Embedding);
        open.Close();
        Assert.Contains($"erase {person.Id} {receipt.Receipt} samples=5 rows=9 keys=1", Audit(open));
    }

    [Fact]
    public async Task Deleted_sample_is_gone_from_the_disk_too()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson person = await open.EnrolAsync(Name);
        FaceSample sample = await open.AddAsync(person.Id, OpenStore.Embedding(1), OpenStore.Picture(2));
        byte[] box = Boxes(open, person.Id)[^1]; // the picture
        OpenStore.Good(await open.Store.RemoveSampleAsync(person.Id, sample.Id));
        Assert.False(Contains(Disk(open), box));
        Assert.Equal(Refusal.NotFound, (await open.Store.RemoveSampleAsync(person.Id, sample.Id)).Refusal);
    }

    [Fact]
    public async Task Audit_tells_of_enrolment_looks_and_erasure_without_a_name()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson person = await open.EnrolAsync(Name);
        FaceSample sample = await open.AddAsync(person.Id, OpenStore.Embedding(1), OpenStore.Picture(2));
        OpenStore.Good(await open.Store.PictureAsync(person.Id, sample.Id));
        OpenStore.Good(await open.Store.EraseAsync(person.Id));
        open.Close();
        string[] trail = Audit(open);
        Assert.Equal(["enrol", "sample", "picture", "erase"], trail.Select(line => line.Split(' ')[0]));
        Assert.All(trail, line => Assert.DoesNotContain("Kunigunde", line, StringComparison.Ordinal));
    }

    private static void AssertNothingOf(byte[] disk, float[] embedding, byte[] picture)
    {
        Assert.False(Contains(disk, Encoding.UTF8.GetBytes(Name)));
        Assert.False(Contains(disk, Encoding.UTF8.GetBytes("opening the gate")));
        // Pages cut a long value into pieces, so pieces are searched for.
        foreach (byte[] whole in (byte[][])[MemoryMarshal.AsBytes<float>(embedding).ToArray(), picture])
        {
            for (int at = 0; at + 32 <= whole.Length; at += 32) Assert.False(Contains(disk, whole.AsSpan(at, 32)));
        }
    }

    private static bool Contains(byte[] disk, ReadOnlySpan<byte> sought) => disk.AsSpan().IndexOf(sought) >= 0;

    private static byte[] Disk(OpenStore open) =>
        [.. Directory.EnumerateFiles(open.Folder).Where(path => path != open.Key).SelectMany(ReadShared)];

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    // Everything sealed that the person has, in pieces short enough to lie on one page.
    private static List<byte[]> Boxes(OpenStore open, string person)
    {
        using SqliteConnection connection = Connect(open);
        List<byte[]> boxes =
        [
            .. connection.Rows("SELECT data_key FROM people WHERE id = $id", row => row.GetFieldValue<byte[]>(0), ("$id", person)),
            .. connection.Rows("SELECT name FROM people WHERE id = $id", row => row.GetFieldValue<byte[]>(0), ("$id", person)),
            .. connection.Rows("SELECT given_by FROM consents WHERE person = $id", row => row.GetFieldValue<byte[]>(0), ("$id", person)),
            .. connection.Rows("SELECT embedding FROM samples WHERE person = $id", row => row.GetFieldValue<byte[]>(0), ("$id", person)),
            .. connection.Rows("SELECT embedding FROM negatives WHERE person = $id", row => row.GetFieldValue<byte[]>(0), ("$id", person)),
            .. connection.Rows("SELECT picture FROM samples WHERE person = $id", row => row.GetFieldValue<byte[]>(0), ("$id", person)),
        ];
        Assert.All(boxes, box => Assert.True(box.Length >= Sealing.Overhead));
        return [.. boxes.Select(box => box[..Math.Min(box.Length, 48)])];
    }

    private static string[] Audit(OpenStore open)
    {
        using SqliteConnection connection = Connect(open);
        return [.. connection.Rows("SELECT action, person, detail FROM audit ORDER BY id", row => $"{row.GetString(0)} {row.GetString(1)} {row.GetString(2)}")];
    }

    private static SqliteConnection Connect(OpenStore open)
    {
        var connection = new SqliteConnection($"Data Source={open.Database};Pooling=False");
        connection.Open();
        return connection;
    }
}
