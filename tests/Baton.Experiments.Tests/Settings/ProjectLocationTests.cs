using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Settings;

public sealed class ProjectLocationTests
{
    [Theory]
    [InlineData("configs/simulation.yaml", null, null, null, "")]
    [InlineData("baton/configs/simulation.yaml", null, null, null, "baton")]
    [InlineData("fluxloop/configs/simulation.yaml", null, null, null, "fluxloop")]
    [InlineData("baton/shop/configs/simulation.yaml", null, null, "shop", "baton/shop")]
    [InlineData("samples/quickstart/configs/simulation.yaml", null, "samples", "quickstart", "samples/quickstart")]
    [InlineData("samples/configs/simulation.yaml", null, "samples", null, "samples")]
    [InlineData("samples/shop/configs/smoke.yaml", "configs/smoke.yaml", "samples", "shop", "samples/shop")]
    [InlineData("anywhere/my.yaml", "anywhere/my.yaml", null, null, "anywhere")]
    [InlineData("anywhere/configs/my.yaml", "anywhere/configs/my.yaml", null, null, "anywhere")]
    [InlineData("anywhere/my.yaml", "anywhere/my.yaml", "samples", null, "anywhere")]
    public void The_configuration_is_found(string file, string? config, string? root, string? name, string directory)
    {
        using ConfigurationProject project = new();
        project.Write(file, ConfigurationProject.Runner).Write("samples/other/notes.txt", "");

        LoadedConfiguration loaded = ConfigurationLoader.Load(
            project.Request() with
            {
                Config = config,
                Root = root,
                Project = name,
            }
        );

        loaded.ConfigFile.ShouldBe(Path.Combine(project.Root, file));
        loaded.ProjectDirectory.ShouldBe(Path.Combine(project.Root, directory).TrimEnd('/'));
    }

    [Fact]
    public void A_named_project_comes_before_the_current_folder()
    {
        using ConfigurationProject project = new();
        project
            .WriteConfig("name: here\n" + ConfigurationProject.Runner)
            .Write("baton/shop/configs/simulation.yaml", "name: shop\n" + ConfigurationProject.Runner);

        project.Load().Settings.Name.ShouldBe("here");
        ConfigurationLoader.Load(project.Request() with { Project = "shop" }).Settings.Name.ShouldBe("shop");
    }

    [Fact]
    public void Without_a_configuration_here_the_projects_of_the_root_are_named()
    {
        using ConfigurationProject project = new();
        project
            .Write("baton/shop/configs/simulation.yaml", ConfigurationProject.Runner)
            .Write("baton/bank/configs/simulation.yaml", ConfigurationProject.Runner)
            .Write("baton/notes/notes.txt", "");

        project.Errors().ShouldContain("name one with `--config` or `--project` (there are `bank`, `shop`), or make");
    }

    [Fact]
    public void What_is_missing_is_named_with_where_it_was_looked_for_and_the_way_out()
    {
        using ConfigurationProject project = new();
        project.Write("baton/shop/notes.txt", "").Write("samples/notes.txt", "");
        const string WayOut =
            "name one with `--config` or `--project`, or make a project with `baton init project --name NAME`";

        project
            .Errors()
            .ShouldBe(
                "--config: no configuration file; looked for `configs/simulation.yaml` and `baton/configs/simulation.yaml`; "
                    + WayOut
            );
        project
            .Errors(project.Request() with { Config = "other.yaml", Project = "shop" })
            .ShouldBe(
                "--config: no configuration file; looked for `baton/shop/other.yaml` and `other.yaml`; " + WayOut
            );
        project
            .Errors(project.Request() with { Project = "shpo" })
            .ShouldBe(
                "--project: no folder `baton/shpo`; did you mean `shop`?; make a project with `baton init project --name NAME`"
            );
        project
            .Errors(project.Request() with { Root = "sample" })
            .ShouldBe("--root: no folder `sample`; did you mean `samples`?");
    }
}
