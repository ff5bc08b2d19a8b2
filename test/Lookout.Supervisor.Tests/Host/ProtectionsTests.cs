using Lookout.Supervisor.Host;

namespace Lookout.Supervisor.Tests.Host;

public sealed class ProtectionsTests
{
    private const string Guarded = "Name:\tlookout\nUid:\t10001\t10001\t10001\t10001\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n";
    private const string ReadOnlyRoot = "612 550 0:58 / / ro,relatime - overlay overlay rw,lowerdir=/a\n613 612 0:61 / /proc rw - proc proc rw\n";

    [Fact]
    public void A_container_as_our_compose_file_makes_it_lacks_nothing() => Assert.Empty(Protections.Missing(Guarded, ReadOnlyRoot));

    [Theory]
    [InlineData("Uid:\t10001", "Uid:\t0", "user:")]
    [InlineData("CapEff:\t0000000000000000", "CapEff:\t00000000a80425fb", "cap_drop:")]
    [InlineData("NoNewPrivs:\t1", "NoNewPrivs:\t0", "no-new-privileges")]
    [InlineData("Seccomp:\t2", "Seccomp:\t0", "seccomp")]
    public void Each_missing_protection_is_named_with_the_line_that_mends_it(string guarded, string open, string remedy)
    {
        Protections.Gap gap = Assert.Single(Protections.Missing(Guarded.Replace(guarded, open, StringComparison.Ordinal), ReadOnlyRoot));
        Assert.Contains(remedy, gap.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_can_be_written_to_is_named()
    {
        Protections.Gap gap = Assert.Single(Protections.Missing(Guarded, ReadOnlyRoot.Replace(" ro,", " rw,", StringComparison.Ordinal)));
        Assert.Equal("read_only: true", gap.Remedy);
    }

    [Fact]
    public void This_very_process_can_be_looked_at() => Assert.Equal(Environment.UserName == "root", Protections.Missing().Any(gap => gap.Remedy.StartsWith("user:", StringComparison.Ordinal)));
}
