using System.Text;
using Lookout.CameraService.Identity;
using Lookout.CameraService.Identity.Storage;
using Microsoft.Data.Sqlite;

namespace Lookout.CameraService.Tests.Identity.Storage;

/// <summary>Fault 69 of reliability.md: a damaged database is put aside, and nobody is told that there are no people.</summary>
public sealed class DamageTests
{
    [Fact]
    public async Task Damaged_database_is_put_aside_whole_and_said_so_until_somebody_deals_with_it()
    {
        using OpenStore open = await FilledAsync();
        byte[] bytes = File.ReadAllBytes(open.Database);
        for (int page = 4096; page < bytes.Length; page += 4096) bytes.AsSpan(page, 64).Fill(0xA5);
        File.WriteAllBytes(open.Database, bytes);
        await open.OpenAsync();

        string aside = Assert.Single(PeopleFile.Aside(open.Database));
        Assert.Equal(open.Database + ".damaged-20261125T120000Z", aside);
        Assert.Equal(bytes, File.ReadAllBytes(aside));
        Assert.True(open.Store.Ready);
        Assert.Empty(open.Store.Roster.People);
        Assert.Contains(aside, open.Store.Reason, StringComparison.Ordinal);
        await open.EnrolAsync("Anna");

        await open.OpenAsync();
        Assert.Contains(aside, open.Store.Reason, StringComparison.Ordinal);
        open.Close();
        File.Delete(aside);
        await open.OpenAsync();
        Assert.Equal("", open.Store.Reason);
        Assert.Single(open.Store.Roster.People);
    }

    [Fact]
    public async Task Something_else_in_its_place_is_put_aside_too()
    {
        using OpenStore open = await FilledAsync();
        File.WriteAllText(open.Database, "this was a database once, and it is longer than a header of one hundred bytes, so that it is looked at");
        await open.OpenAsync();
        Assert.Single(PeopleFile.Aside(open.Database));
        Assert.NotEqual("", open.Store.Reason);
    }

    [Fact]
    public async Task Later_schema_is_refused_with_a_message_and_left_alone()
    {
        using OpenStore open = await FilledAsync();
        Execute(open, "PRAGMA user_version = 2");
        byte[] before = File.ReadAllBytes(open.Database);
        await open.OpenAsync();
        Assert.False(open.Store.Ready);
        Assert.Contains("later version (schema 2, this one knows 1)", open.Store.Reason, StringComparison.Ordinal);
        open.Close();
        Assert.Equal(before, File.ReadAllBytes(open.Database));
    }

    [Fact]
    public async Task Database_of_another_program_is_refused_and_left_alone()
    {
        using OpenStore open = await OpenStore.NewAsync();
        open.Close();
        File.Delete(open.Database);
        Execute(open, "CREATE TABLE theirs (a)");
        byte[] before = File.ReadAllBytes(open.Database);
        await open.OpenAsync();
        Assert.False(open.Store.Ready);
        Assert.Contains("another program's", open.Store.Reason, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(open.Database));
    }

    [Fact]
    public async Task Torn_journal_costs_what_was_in_its_torn_end_and_nothing_before()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson anna = await open.EnrolAsync("Anna");
        long first = new FileInfo(open.Database + "-wal").Length;
        await open.AddAsync(anna.Id, OpenStore.Embedding(1), OpenStore.Picture(1));
        byte[] main = Shared(open.Database);
        byte[] journal = Shared(open.Database + "-wal");
        open.Close();
        for (long length = first; length < journal.Length; length += 1021)
        {
            File.WriteAllBytes(open.Database, main);
            File.WriteAllBytes(open.Database + "-wal", journal[..(int)length]);
            await open.OpenAsync();
            Assert.Equal((true, ""), (open.Store.Ready, open.Store.Reason));
            Assert.Equal("Anna", Assert.Single(open.Store.Roster.People).Name);
            open.Close();
            File.Delete(open.Database + "-wal");
        }
    }

    [Fact]
    public async Task Mutated_database_never_passes_as_an_empty_one()
    {
        using OpenStore open = await FilledAsync();
        byte[] good = File.ReadAllBytes(open.Database);
        var random = new Random(69);
        int noticed = 0;
        for (int round = 0; round < 60; round++)
        {
            byte[] bytes = [.. good];
            int places = random.Next(1, 40);
            for (int i = 0; i < places; i++) bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(open.Database, bytes);
            await open.OpenAsync();
            bool whole = open.Store.Ready && open.Store.Roster.People is [{ Name: "Anna", Samples.Length: 3 }];
            if (!whole) Assert.NotEqual("", open.Store.Reason);
            noticed += whole ? 0 : 1;
            open.Close();
            foreach (string aside in PeopleFile.Aside(open.Database)) File.Delete(aside);
            File.Delete(open.Database + "-wal");
            File.Delete(open.Database + "-shm");
        }

        Assert.InRange(noticed, 5, 60); // most bytes are those of pictures, which nobody opens at the start
    }

    [Fact]
    public async Task Database_held_by_another_program_is_named_and_opens_once_it_is_free()
    {
        using OpenStore open = await FilledAsync();
        using (var holder = new SqliteConnection($"Data Source={open.Database};Pooling=False"))
        {
            holder.Open();
            holder.Run("PRAGMA locking_mode = EXCLUSIVE");
            holder.Run("BEGIN EXCLUSIVE");
            await open.OpenAsync();
            Assert.False(open.Store.Ready);
            Assert.Contains("held by another program", open.Store.Reason, StringComparison.Ordinal);
            holder.Run("COMMIT");
        }

        await open.OpenAsync();
        Assert.Single(open.Store.Roster.People);
    }

    private static async Task<OpenStore> FilledAsync()
    {
        OpenStore open = await OpenStore.NewAsync();
        KnownPerson anna = await open.EnrolAsync("Anna");
        for (int i = 0; i < 3; i++) await open.AddAsync(anna.Id, OpenStore.Embedding(i), Encoding.ASCII.GetBytes("a small picture"));
        open.Close();
        Assert.False(File.Exists(open.Database + "-wal")); // closed in order: everything is in the database itself
        return open;
    }

    private static void Execute(OpenStore open, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={open.Database};Pooling=False");
        connection.Open();
        connection.Run(sql);
    }

    private static byte[] Shared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
