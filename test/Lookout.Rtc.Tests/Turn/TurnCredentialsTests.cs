using Lookout.Rtc.Stun;
using Lookout.Rtc.Tests.Stun;
using Lookout.Rtc.Turn;

namespace Lookout.Rtc.Tests.Turn;

public sealed class TurnCredentialsTests
{
    [Fact]
    public void Key_is_that_of_the_long_term_sample_of_rfc_5769()
    {
        // RFC 5769 §2.4: user "マトリックス", password "TheMatrIX" after SASLprep, realm "example.org".
        byte[] key = new TurnCredentials("マトリックス", "TheMatrIX").Key("example.org"u8);

        Assert.True(StunMessage.TryParse(Rfc5769.LongTermRequest, out StunMessage request));
        Assert.True(request.IsAuthentic(key));
    }

    [Fact]
    public void Time_limited_password_is_the_mac_of_the_name()
    {
        // By: printf 1700000000:lookout | openssl dgst -sha1 -hmac north -binary | base64
        TurnCredentials credentials = TurnCredentials.TimeLimited("north", "lookout", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

        Assert.Equal(("1700000000:lookout", "Et6cP4/PxAZ777hM7bxf9Ow3zuo="), (credentials.Username, credentials.Password));
        Assert.Equal("1700000000", TurnCredentials.TimeLimited("north", "", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)).Username);
    }

    [Fact]
    public void Password_is_not_printed() => Assert.Equal("anna", new TurnCredentials("anna", "hunter2").ToString());
}
