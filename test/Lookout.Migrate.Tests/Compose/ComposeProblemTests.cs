using Lookout.Migrate.Compose;

namespace Lookout.Migrate.Tests.Compose;

public sealed class ComposeProblemTests
{
    [Fact]
    public void Problem_reads_as_an_editor_can_follow_it() =>
        Assert.Equal("a.yml:3:5: a tab; use spaces", new ComposeProblem("a.yml", 3, 5, "a tab", "use spaces").ToString());
}
