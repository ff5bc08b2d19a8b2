using Lookout.CameraService.Identity;
using Lookout.Configuration.Settings;

namespace Lookout.CameraService.Tests.Identity.Storage;

public sealed class PeopleStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_enrolled_is_there_after_a_restart()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson jesper = await open.EnrolAsync("Jesper Ærø", OpenStore.Start.AddDays(30));
        FaceSample sample = await open.AddAsync(jesper.Id, OpenStore.Embedding(1), OpenStore.Picture(2));
        OpenStore.Good(await open.Store.AddNegativeAsync(jesper.Id, OpenStore.Model, OpenStore.Embedding(3)));
        await open.OpenAsync();

        KnownPerson read = Assert.Single(open.Store.Roster.People);
        Assert.Equal((jesper.Id, "Jesper Ærø", OpenStore.Start), (read.Id, read.Name, read.CreatedAt));
        Assert.Equal(jesper.Consent, read.Consent);
        FaceSample kept = Assert.Single(read.Samples);
        Assert.Equal(sample with { Embedding = kept.Embedding }, kept);
        Assert.Equal(OpenStore.Embedding(1), kept.Embedding);
        Assert.Equal(OpenStore.Embedding(3), Assert.Single(read.Negatives).Embedding);
        Assert.Equal(OpenStore.Picture(2), OpenStore.Good(await open.Store.PictureAsync(read.Id, kept.Id)));
        Assert.True(open.Store.Ready);
        Assert.Equal("", open.Store.Reason);
    }

    [Fact]
    public async Task Ids_are_random_and_of_one_form()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson a = await open.EnrolAsync("a");
        KnownPerson b = await open.EnrolAsync("b");
        Assert.NotEqual(a.Id, b.Id);
        Assert.All([a.Id, b.Id, (await open.AddAsync(a.Id, OpenStore.Embedding(1))).Id], id => Assert.True(RandomId.IsValid(id)));
        Assert.False(RandomId.IsValid(a.Id.ToUpperInvariant()));
        Assert.False(RandomId.IsValid(a.Id[1..]));
    }

    [Fact]
    public async Task Same_name_is_refused_whatever_its_case()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson anna = await open.EnrolAsync("Anna");
        KnownPerson bert = await open.EnrolAsync("Bert");
        Assert.Equal(Refusal.Conflict, (await open.Store.EnrolAsync("ANNA", open.Consent())).Refusal);
        Assert.Equal(Refusal.Conflict, (await open.Store.ChangeAsync(bert.Id, "anna", null)).Refusal);
        Assert.Equal("ANNA", OpenStore.Good(await open.Store.ChangeAsync(anna.Id, "ANNA", null)).Name);
    }

    [Fact]
    public async Task New_consent_replaces_the_old_one_and_an_expired_one_takes_no_sample()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson anna = await open.EnrolAsync("Anna", OpenStore.Start.AddHours(1));
        open.Time.Advance(TimeSpan.FromHours(1));
        Outcome<FaceSample> refused = await open.Store.AddSampleAsync(anna.Id, open.Face(OpenStore.Embedding(1)), OpenStore.Picture(1));
        Assert.Equal(Refusal.Unfit, refused.Refusal);
        Assert.Contains("expired", refused.Problem, StringComparison.Ordinal);
        OpenStore.Good(await open.Store.ChangeAsync(anna.Id, null, open.Consent(OpenStore.Start.AddHours(9))));
        await open.AddAsync(anna.Id, OpenStore.Embedding(1));
        await open.OpenAsync();
        Assert.Equal(OpenStore.Start.AddHours(9), open.Store.Roster.People[0].Consent.Expires);
    }

    [Fact]
    public async Task A_person_has_at_most_64_samples()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson anna = await open.EnrolAsync("Anna");
        for (int i = 0; i < KnownPerson.MostSamples; i++) await open.AddAsync(anna.Id, OpenStore.Embedding(i), [1]);
        Assert.Equal(Refusal.Conflict, (await open.Store.AddSampleAsync(anna.Id, open.Face(OpenStore.Embedding(99)), [1])).Refusal);
        OpenStore.Good(await open.Store.RemoveSampleAsync(anna.Id, open.Store.Roster.People[0].Samples[5].Id));
        await open.AddAsync(anna.Id, OpenStore.Embedding(99), [1]);
    }

    [Fact]
    public async Task Merge_gives_all_samples_to_one_and_erases_the_other()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson anna = await open.EnrolAsync("Anna");
        KnownPerson twice = await open.EnrolAsync("Anna again");
        await open.AddAsync(anna.Id, OpenStore.Embedding(1), OpenStore.Picture(1));
        FaceSample moved = await open.AddAsync(twice.Id, OpenStore.Embedding(2), OpenStore.Picture(2));
        OpenStore.Good(await open.Store.AddNegativeAsync(twice.Id, OpenStore.Model, OpenStore.Embedding(3)));
        OpenStore.Good(await open.Store.MergeAsync(anna.Id, twice.Id));
        await open.OpenAsync();

        KnownPerson read = Assert.Single(open.Store.Roster.People);
        Assert.Equal([OpenStore.Embedding(1), OpenStore.Embedding(2)], read.Samples.Select(sample => sample.Embedding));
        Assert.Single(read.Negatives);
        Assert.Equal(OpenStore.Picture(2), OpenStore.Good(await open.Store.PictureAsync(anna.Id, moved.Id)));
        Assert.Equal(Refusal.NotFound, (await open.Store.PictureAsync(twice.Id, moved.Id)).Refusal);
        Assert.Equal(Refusal.Unfit, (await open.Store.MergeAsync(anna.Id, anna.Id)).Refusal);
    }

    [Fact]
    public async Task Split_makes_a_person_of_the_chosen_samples()
    {
        using OpenStore open = await OpenStore.NewAsync();
        KnownPerson anna = await open.EnrolAsync("Anna");
        await open.AddAsync(anna.Id, OpenStore.Embedding(1));
        FaceSample berts = await open.AddAsync(anna.Id, OpenStore.Embedding(2), OpenStore.Picture(2));
        Assert.Equal(Refusal.NotFound, (await open.Store.SplitAsync(anna.Id, [berts.Id, RandomId.New()], "Bert", open.Consent())).Refusal);
        KnownPerson bert = OpenStore.Good(await open.Store.SplitAsync(anna.Id, [berts.Id], "Bert", open.Consent()));
        await open.OpenAsync();

        Assert.Equal(["Anna", "Bert"], open.Store.Roster.People.Select(person => person.Name));
        Assert.Equal(OpenStore.Embedding(1), Assert.Single(open.Store.Roster.Find(anna.Id)!.Samples).Embedding);
        Assert.Equal(OpenStore.Embedding(2), Assert.Single(open.Store.Roster.Find(bert.Id)!.Samples).Embedding);
        Assert.Equal(OpenStore.Picture(2), OpenStore.Good(await open.Store.PictureAsync(bert.Id, berts.Id)));
    }

    [Theory]
    [InlineData(24, 24)]
    [InlineData(3, 3)]
    public async Task Face_of_somebody_else_goes_when_strangers_go(int configured, int hours)
    {
        using OpenStore open = await OpenStore.NewAsync(RecognitionSettings.Off with { Enabled = true, UnknownHours = configured });
        KnownPerson anna = await open.EnrolAsync("Anna");
        OpenStore.Good(await open.Store.AddNegativeAsync(anna.Id, OpenStore.Model, OpenStore.Embedding(3)));
        open.Time.Advance(TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(2));
        OpenStore.Good(await open.Store.ChangeAsync(anna.Id, "Anna B", null));
        Assert.Single(open.Store.Roster.People[0].Negatives);
        open.Time.Advance(TimeSpan.FromMinutes(3)); // the sweep comes once a minute
        OpenStore.Good(await open.Store.ChangeAsync(anna.Id, "Anna C", null));
        Assert.Empty(open.Store.Roster.People[0].Negatives);
    }

    [Fact]
    public async Task Face_of_somebody_else_is_not_kept_where_strangers_are_not()
    {
        using OpenStore open = await OpenStore.NewAsync(RecognitionSettings.Off with { Enabled = true, UnknownHours = 0 });
        KnownPerson anna = await open.EnrolAsync("Anna");
        Assert.Empty(OpenStore.Good(await open.Store.AddNegativeAsync(anna.Id, OpenStore.Model, OpenStore.Embedding(3))).Negatives);
    }

    [Fact]
    public async Task Requests_after_the_end_are_answered_and_not_forgotten()
    {
        using OpenStore open = await OpenStore.NewAsync();
        open.Close();
        Outcome<KnownPerson> late = await open.Store.EnrolAsync("Anna", open.Consent()).WaitAsync(TestService.Patience, Stop);
        Assert.Equal(Refusal.Unavailable, late.Refusal);
    }
}
