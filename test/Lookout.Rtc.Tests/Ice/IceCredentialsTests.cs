using Lookout.Rtc.Ice;

namespace Lookout.Rtc.Tests.Ice;

public sealed class IceCredentialsTests
{
    [Fact]
    public void Fresh_credentials_carry_64_and_192_bits_of_ice_chars()
    {
        IceCredentials credentials = IceCredentials.Create(SeededRandom.Create(1));

        Assert.Equal(11, credentials.Ufrag.Length);
        Assert.Equal(32, credentials.Password.Length);
        Assert.True(IceCredentials.IsWellFormed(credentials.Ufrag, credentials.Password));
    }

    [Theory]
    [InlineData("abc", "0123456789012345678901", false)]
    [InlineData("abcd", "012345678901234567890", false)]
    [InlineData("abcd", "0123456789012345678901", true)]
    [InlineData("ab:d", "0123456789012345678901", false)]
    [InlineData("abcd", "012345678901234567890\u00e9", false)]
    public void Short_or_foreign_credentials_are_refused(string ufrag, string password, bool expected) =>
        Assert.Equal(expected, IceCredentials.IsWellFormed(ufrag, password));

    [Fact]
    public void Password_does_not_show_in_text()
    {
        IceCredentials credentials = IceCredentials.Create(SeededRandom.Create(1));

        Assert.DoesNotContain(credentials.Password, $"{credentials}", StringComparison.Ordinal);
    }
}
