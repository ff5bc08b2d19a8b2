namespace Lookout.Architecture.Tests;

/// <summary>The table of docs/design and DESIGN.md section 1: who may reference whom.</summary>
public sealed class ProjectTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Lookout.Rtc"] = [],
        ["Lookout.Native"] = [],
        ["Lookout.Vision"] = [],
        ["Lookout.Link"] = [],
        ["Lookout.Configuration"] = [],
        ["Lookout.Migrate"] = ["Lookout.Native"],
        ["Lookout.CameraServer"] = ["Lookout.Configuration", "Lookout.Link", "Lookout.Native", "Lookout.Vision"],
        ["Lookout.CameraService"] = ["Lookout.Configuration", "Lookout.Link", "Lookout.Native", "Lookout.Rtc"],
        ["Lookout.Probe"] = ["Lookout.Native", "Lookout.Rtc"],
        ["Lookout.Supervisor"] = ["Lookout.Configuration", "Lookout.Native"],
        ["Lookout"] = ["Lookout.CameraServer", "Lookout.CameraService", "Lookout.Configuration", "Lookout.Migrate", "Lookout.Native", "Lookout.Probe", "Lookout.Supervisor", "Lookout.Vision"],
    };

    [Fact]
    public void Every_project_is_a_room_of_the_house() => Assert.Equal(Allowed.Keys.Order(), Repository.Projects);

    [Fact]
    public void Projects_reference_only_whom_they_may()
    {
        foreach ((string project, string[] allowed) in Allowed) Assert.Equal(allowed, Repository.References(project));
    }

    [Theory]
    [InlineData("Lookout.Rtc")]
    [InlineData("Lookout.Native")]
    public void Lowest_rooms_have_no_package_at_run_time(string project)
    {
        // An analyzer is no dependency of what runs.
        Assert.All(Repository.Packages(project), package => Assert.EndsWith("Analyzers", package, StringComparison.Ordinal));
    }

    [Fact]
    public void No_project_is_a_drawer_for_everything()
    {
        string[] drawers = ["Common", "Util", "Utils", "Utilities", "Abstractions", "Shared", "Core", "Helpers", "Misc"];
        Assert.DoesNotContain(Repository.Projects, project => drawers.Contains(project.Split('.')[^1]));
    }

    [Fact]
    public void Versions_are_given_in_one_place()
    {
        foreach (string project in Repository.Projects)
            Assert.DoesNotContain(Repository.ProjectFile(project).Descendants("PackageReference"), reference => reference.Attribute("Version") is not null);
    }

    [Fact]
    public void Unsafe_code_is_allowed_in_native_alone()
    {
        foreach (string project in Repository.Projects)
        {
            bool allowed = Repository.ProjectFile(project).Descendants("AllowUnsafeBlocks").Any(element => element.Value == "true");
            Assert.Equal(project == "Lookout.Native", allowed);
        }
    }
}
