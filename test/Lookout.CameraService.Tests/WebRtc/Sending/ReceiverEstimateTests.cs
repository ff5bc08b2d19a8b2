using Lookout.CameraService.WebRtc.Sending;

namespace Lookout.CameraService.Tests.WebRtc.Sending;

public sealed class ReceiverEstimateTests
{
    [Fact]
    public void Claim_well_above_what_is_sent_says_that_the_path_is_not_full()
    {
        var estimate = new ReceiverEstimate();

        Assert.Equal(ReceiverEstimate.Plenty, estimate.Read(claimed: 900_000, sent: 600_000));
    }

    [Fact]
    public void Claim_below_what_is_sent_is_what_the_path_carries()
    {
        var estimate = new ReceiverEstimate();

        Assert.Equal(850_000, estimate.Read(claimed: 850_000, sent: 2_000_000));
    }

    [Fact]
    public void Rate_that_has_just_risen_is_not_held_against_a_claim_about_the_time_before()
    {
        var estimate = new ReceiverEstimate();
        estimate.Read(claimed: 900_000, sent: 600_000);

        for (int look = 1; look < 8; look++) Assert.Equal(ReceiverEstimate.Plenty, estimate.Read(claimed: 900_000, sent: 2_000_000));

        Assert.Equal(900_000, estimate.Read(claimed: 900_000, sent: 2_000_000));
    }
}
