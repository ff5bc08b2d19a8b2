using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;

namespace Lookout.Container.Tests;

/// <summary>A slip in the file: the container neither ends nor loops, and the page says what and where.</summary>
public sealed class ConfigurationTests(Laboratory laboratory)
{
    private const string Good = "cameras: { one: { source: \"test://clock?width=320&height=240&fps=15\" } }";
    private const string Bad = "cameras:\n  one: { sauce: 1 }\n";

    [Fact]
    public async Task Bad_file_at_the_first_start_is_shown_on_the_page_and_the_container_is_not_well()
    {
        await using ComposeProject project = await ComposeProject.UpAsync(laboratory, Bad);
        await Poll.UntilAsync(async () => await project.Api.StatusAsync("/healthz") == 503, "/healthz answers 503");
        await using ChromiumPage page = await laboratory.OpenAsync(project.Api.Url("/"));
        await Poll.UntilAsync(async () => await page.Page.GetByText("lookout.yml:2:").CountAsync() > 0, "the page names file and line");
        Assert.Equal("0", await project.InspectAsync("{{.RestartCount}}"));
        await Poll.UntilAsync(async () => await project.InspectAsync("{{.State.Health.Status}}") == "unhealthy", "the engine calls it unhealthy", TimeSpan.FromSeconds(120));
    }

    [Fact]
    public async Task Bad_file_at_a_restart_costs_no_picture()
    {
        await using ComposeProject project = await ComposeProject.UpAsync(laboratory, Good);
        await project.ReadyAsync();
        project.Configure(Bad);
        await laboratory.DockerAsync("restart", await project.ContainerAsync());
        await project.ReadyAsync();
        await Poll.UntilAsync(
            async () => await project.Api.GetAsync("/healthz") is { Status: 200 } answer && answer.Body.Contains("lookout.yml:2:", StringComparison.Ordinal),
            "/healthz tells of the file");
        await using ChromiumPage page = await laboratory.OpenAsync(project.Api.Url("/one"));
        await page.FirstFrameAsync("one");
    }

    [Theory]
    [InlineData(Generation.V1)]
    [InlineData(Generation.V2)]
    public async Task Jetsons_variant_is_what_compose_can_read(Generation generation)
    {
        string both = await laboratory.ComposeAsync(
            generation, Repository.Root, "-f", "docker-compose.yml", "-f", "deploy/docker-compose.jetson.yml", "config");
        Assert.Contains("runtime: nvidia", both, StringComparison.Ordinal);
        Assert.Contains("/tmp/argus_socket", both, StringComparison.Ordinal);
        // What is kept from the process stays so.
        Assert.Contains("no-new-privileges:true", both, StringComparison.Ordinal);
    }
}
