using Lookout.CameraServer.Analysis;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class BacklogGateTests
{
    [Fact]
    public void It_opens_at_a_key_frame_and_not_before()
    {
        var gate = new BacklogGate(8);
        Assert.False(gate.Admit(0, key: false));
        Assert.True(gate.Admit(0, key: true));
        Assert.True(gate.Admit(0, key: false));
        Assert.Equal(1, gate.Dropped);
    }

    [Fact]
    public void A_decoder_that_is_behind_gets_nothing_until_it_has_caught_up_and_a_key_frame_comes()
    {
        var gate = new BacklogGate(8);
        gate.Admit(0, key: true);
        Assert.True(gate.Admit(7, key: false));
        Assert.False(gate.Admit(8, key: false));
        Assert.False(gate.Admit(8, key: true));
        Assert.False(gate.Admit(0, key: false));
        Assert.True(gate.Admit(0, key: true));
        Assert.Equal(3, gate.Dropped);
    }
}
