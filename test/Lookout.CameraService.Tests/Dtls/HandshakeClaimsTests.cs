using Lookout.CameraService.Dtls;

namespace Lookout.CameraService.Tests.Dtls;

public sealed class HandshakeClaimsTests
{
    private readonly HandshakeClaims _claims = new();

    [Fact]
    public void Messages_fit_64_kib_together()
    {
        Assert.True(_claims.TryClaim(0, 40_000));
        Assert.False(_claims.TryClaim(1, HandshakeClaims.MaxBytes - 40_000 + 1));
        Assert.True(_claims.TryClaim(1, HandshakeClaims.MaxBytes - 40_000));
        Assert.False(_claims.TryClaim(2, 1));
    }

    [Fact]
    public void Message_costs_once_and_stays_as_long_as_it_was_said_to_be()
    {
        for (int fragment = 0; fragment < 100; fragment++) Assert.True(_claims.TryClaim(0, 60_000));
        Assert.False(_claims.TryClaim(0, 60_001));
    }

    [Fact]
    public void Seventeenth_message_is_refused()
    {
        Assert.True(_claims.TryClaim(HandshakeClaims.MaxMessages - 1, 0));
        Assert.False(_claims.TryClaim(HandshakeClaims.MaxMessages, 0));
        Assert.False(_claims.TryClaim(65_535, 0));
    }
}
