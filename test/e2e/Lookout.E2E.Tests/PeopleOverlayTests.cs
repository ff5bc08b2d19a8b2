using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Media;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>People with ids and skeletons, all the way from the street clip to the page.</summary>
public sealed class PeopleOverlayTests(SharedBrowser browser) : ProductTest
{
    private const string Camera = "street";

    // A loaded machine looks at a few frames a second; the clip is 30 s long.
    private static readonly TimeSpan OneRound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task People_are_drawn_with_ids_that_stay_and_with_skeletons()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().WithClip(Camera, Repository.DemoStreet, faces: true, people: true));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"));
        await page.FirstFrameAsync(Camera);

        DrawnPeople[] drawn = [];
        await Poll.UntilAsync(
            async () => LongestLived(drawn = await page.PeopleAsync()).Lived >= TimeSpan.FromSeconds(3) && drawn.Any(one => one.Poses >= 2),
            "a person drawn for 3 s, and two skeletons at once", OneRound);

        Assert.All(drawn, one =>
        {
            Assert.Equal(one.Ids.Count, one.Ids.Distinct().Count());
            Assert.InRange(one.AgeMs, one.RtpAgeMs - 0.1, one.RtpAgeMs + 0.1);
            Assert.True(one.AgeMs is >= 0 and <= 500, $"an overlay of {one.AgeMs:0} ms");
        });
        (int id, TimeSpan lived) = LongestLived(drawn);
        Box[] way = [.. drawn.Select(one => one.BoxOf(id)).OfType<Box>()];
        TestContext.Current.TestOutputHelper?.WriteLine($"#{id} for {lived.TotalSeconds:0.0} s over {way.Length} frames; {drawn.Average(one => one.AgeMs):0} ms old on average");
        // Nobody walks more than a tenth of the picture from one presented frame to the next.
        Assert.All(way.Zip(way.Skip(1)), step => Assert.True(
            Math.Abs(step.First.X - step.Second.X) < 0.1 && Math.Abs(step.First.Y - step.Second.Y) < 0.1, $"{step.First} to {step.Second}"));
    }

    private static (int Id, TimeSpan Lived) LongestLived(DrawnPeople[] drawn) => drawn
        .SelectMany(one => one.Ids.Select(id => (Id: id, one.At)))
        .GroupBy(one => one.Id)
        .Select(one => (one.Key, TimeSpan.FromMilliseconds(one.Max(seen => seen.At) - one.Min(seen => seen.At))))
        .OrderByDescending(one => one.Item2)
        .FirstOrDefault();
}
