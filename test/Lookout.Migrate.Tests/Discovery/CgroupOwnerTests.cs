using Lookout.Migrate.Discovery;

namespace Lookout.Migrate.Tests.Discovery;

public sealed class CgroupOwnerTests
{
    private static readonly string Id = new('a', 64);

    [Theory]
    [InlineData("0::/system.slice/native-camera.service", "native-camera.service", null)]
    [InlineData("0::/system.slice/native-camera.service/worker", "native-camera.service", null)]
    [InlineData("12:pids:/x\n1:name=systemd:/system.slice/eye.service\n", "eye.service", null)]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/app.slice/eye.service", "eye.service", 1000u)]
    [InlineData("0::/user.slice/user-1000.slice/session-3.scope", null, null)]
    [InlineData("0::/", null, null)]
    [InlineData("", null, null)]
    public void Unit_and_user_are_read(string text, string? unit, uint? user) => Assert.Equal(new CgroupOwner(unit, user, null), CgroupOwner.Parse(text));

    [Fact]
    public void Container_is_known_by_its_id_in_both_drivers_names()
    {
        foreach (string path in (string[])[$"/system.slice/docker-{Id}.scope", $"/docker/{Id}", $"/system.slice/docker.service/docker/{Id}/init"])
            Assert.Equal(new CgroupOwner(null, null, Id), CgroupOwner.Parse($"0::{path}"));
    }
}
